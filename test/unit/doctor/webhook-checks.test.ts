import { ok } from '../../../src/core/result.js';
import { API_CALLS } from '../../../src/kube/api-calls.js';
import type { ClusterFacts } from '../../../src/doctor/facts.js';
import { describeCheck } from './describe-check.js';
import { scaledTo, replicas, failed, replica, registration, HEALTHY } from '../../support/doctor-facts.js';

const UNREADY = { conditions: [{ type: 'Ready', status: 'False', message: 'no CA' }] };
const ran = (imageID: string, restartCount = 0): object => ({
  containerStatuses: [{ restartCount, imageID }],
});

const mutating = (pem: string, webhook: object = {}): Partial<ClusterFacts> => ({
  mutating: ok(registration('MutatingWebhookConfiguration', pem, webhook)),
});
const operatorOf = (name: string): Partial<ClusterFacts> => ({
  registrations: ok([
    {
      metadata: { name },
      webhooks: [
        { name: 'minstrumentation.kb.io', rules: [{ resources: ['instrumentations'] }] },
        {
          name: 'mpod.kb.io',
          rules: [{ resources: ['pods'] }],
          clientConfig: { service: { path: '/mutate-v1-pod' } },
        },
      ],
    },
  ]),
});

describeCheck('definitions', [
  [
    'a missing definition of ours',
    () => ({
      definitions: { ...HEALTHY.definitions, 'tracingplatforms.tracing.dokaseca.io': failed('not-found') },
    }),
    'failed',
    'tracingplatforms.tracing.dokaseca.io is missing',
    'kubectl apply -f manifests/base/tracingplatforms.tracing.dokaseca.io.yaml',
  ],
  [
    'a definition that may not be read',
    () => ({
      definitions: { ...HEALTHY.definitions, 'instrumentations.opentelemetry.io': failed('forbidden') },
    }),
    'unknown',
    'forbidden',
  ],
]);

describeCheck('webhook', [
  [
    'none',
    () => ({ installation: ok(undefined) }),
    'failed',
    'no Deployment',
    'kubectl apply -k manifests/overlays/cluster-wide',
  ],
  ['one that may not be read', () => ({ installation: failed('forbidden') }), 'unknown', 'forbidden'],
  [
    'none that runs',
    () => scaledTo(0),
    'failed',
    'scaled to 0',
    'kubectl -n doka-tracing scale deployment/doka-tracing --replicas=2',
  ],
  [
    'one replica that is ready',
    () => replicas(replica('a'), replica('b', UNREADY)),
    'warning',
    '1 of 2 replicas of the webhook are ready. The cluster says: no CA.',
  ],
  ['no replica that is ready', () => replicas(replica('a', UNREADY)), 'failed', '0 of 2'],
  [
    'another build in one replica',
    () => replicas(replica('a'), replica('b', ran('sha256:2'))),
    'warning',
    '2 builds',
  ],
  [
    'many restarts',
    () => replicas(replica('a'), replica('b', ran('sha256:1', 3))),
    'warning',
    'b has restarted 3 times',
    'kubectl -n doka-tracing logs b --previous',
  ],
  ['few restarts', () => replicas(replica('a'), replica('b', ran('sha256:1', 2))), 'ok', '2 replicas ready'],
]);

describeCheck('rights', [
  [
    'a call that is not allowed',
    () => ({
      rights: [{ name: 'limit-ranges', call: API_CALLS['limit-ranges'], verb: 'list', isAllowed: ok(false) }],
    }),
    'failed',
    'may not list limitranges',
    'kubectl apply -k manifests/overlays/cluster-wide',
  ],
  [
    'a question that is not allowed',
    () => ({
      rights: [
        {
          name: 'limit-ranges',
          call: API_CALLS['limit-ranges'],
          verb: 'list',
          isAllowed: failed('forbidden'),
        },
      ],
    }),
    'unknown',
    'forbidden',
  ],
]);

describeCheck('registration', [
  ['none', () => ({ mutating: failed('not-found') }), 'failed', 'sends no pods to the webhook'],
  [
    'one of another Service',
    () => mutating(HEALTHY.ca, { clientConfig: { service: { name: 'other' } } }),
    'failed',
    'has no webhook for pods',
  ],
  [
    'one that refuses pods',
    () => mutating(HEALTHY.ca, { failurePolicy: 'Fail' }),
    'warning',
    'failurePolicy is Fail',
  ],
  ['one that may not be read', () => ({ mutating: failed('forbidden') }), 'unknown', 'forbidden'],
]);

describeCheck('validation', [
  ['none', () => ({ validating: failed('not-found') }), 'warning', 'are not refused'],
  ['one that may not be read', () => ({ validating: failed('forbidden') }), 'unknown', 'forbidden'],
]);

describeCheck('operator', [
  [
    'one that is asked after',
    () => operatorOf('opentelemetry-operator-mutation'),
    'warning',
    'may inject those that are skipped here',
  ],
  ['one that is asked before', () => operatorOf('a-operator'), 'warning', 'before the webhook'],
  [
    'registrations that may not be read',
    () => ({ registrations: failed('forbidden') }),
    'unknown',
    'forbidden',
  ],
]);
