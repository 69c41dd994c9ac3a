import { ok } from '../../../src/core/result.js';
import type { ClusterFacts } from '../../../src/doctor/facts.js';
import { describeCheck } from './describe-check.js';
import {
  scaledTo,
  ready,
  failed,
  replica,
  registration,
  encode,
  NOW,
  HEALTHY,
  OTHER_CA,
  SHORT_CA,
  ENDED_CA,
} from '../../support/doctor-facts.js';

const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);

const holding = (pem: string): Partial<ClusterFacts> => ({
  certificates: ok({
    kind: 'Secret',
    metadata: { name: 'doka-tracing-ca', namespace: 'doka-tracing' },
    data: { 'current.crt': encode(pem) },
  }),
});
const mutating = (pem: string, webhook: object = {}): Partial<ClusterFacts> => ({
  mutating: ok(registration('MutatingWebhookConfiguration', pem, webhook)),
});
const answered = (annotations: Readonly<Record<string, string>>): Partial<ClusterFacts> => ({
  probe: { kind: 'tried', namespace: 'team-a', answer: ok({ metadata: { annotations } }) },
});
const counted = (lines: string): Partial<ClusterFacts> => ({ metrics: ok({ text: lines, date: NOW }) });
const FAIL_OPEN = 'apiserver_admission_webhook_fail_open_count';

describeCheck('ca-bundle', [
  [
    'another CA',
    () => mutating(OTHER_CA),
    'failed',
    'pods.tracing.dokaseca.io (MutatingWebhookConfiguration doka-tracing) does not trust',
  ],
  ['no CA', () => mutating(''), 'failed', 'does not trust'],
  [
    'another CA beside the right one',
    () => mutating(`${OTHER_CA}${HEALTHY.ca}`),
    'ok',
    'trusts the CA of the Secret doka-tracing-ca',
  ],
  ['a Secret that may not be read', () => ({ certificates: failed('forbidden') }), 'unknown', 'forbidden'],
  ['no Secret, and a CA', () => ({ certificates: undefined }), 'ok', 'no Secret to compare it with'],
  [
    'no Secret, and no CA',
    () => ({ certificates: undefined, ...mutating('') }),
    'failed',
    'holds no certificate',
  ],
]);

describeCheck('certificates', [
  [
    'three days left',
    () => holding(SHORT_CA),
    'warning',
    'ends on 2026-06-04 12:00 UTC',
    'kubectl -n doka-tracing rollout restart deployment/doka-tracing',
  ],
  ['none left', () => holding(ENDED_CA), 'failed', 'ended on 2026-06-01 00:00 UTC'],
  [
    'a clock before it',
    () => ({ version: ready(later(-3 * 86_400)) }),
    'failed',
    'is not valid before 2026-05-31',
  ],
  ['no Secret that may be read', () => ({ certificates: failed('forbidden') }), 'ok', 'are valid until'],
]);

describeCheck('admission', [
  ['a pod that was skipped', () => answered({ 'tracing.dokaseca.io/status': 'skipped' }), 'ok', 'as skipped'],
  ['a pod that comes back as it was', () => answered({}), 'failed', 'comes back unchanged'],
  [
    'that, and a webhook that is scaled to 0',
    () => ({ ...answered({}), ...scaledTo(0) }),
    'failed',
    'comes back unchanged',
    'kubectl -n doka-tracing scale deployment/doka-tracing --replicas=2',
  ],
  [
    'a pod that may not be made',
    () => ({ probe: { kind: 'tried', namespace: 'a', answer: failed('forbidden') } }),
    'unknown',
    'forbidden',
  ],
  [
    'no namespace',
    () => ({ probe: { kind: 'no-namespace', namespaces: ok([]) } }),
    'warning',
    'No namespace is selected',
    'kubectl label namespace default tracing.dokaseca.io/inject=enabled',
  ],
]);

describeCheck('missed-pods', [
  [
    'pods that passed by',
    () => counted(`${FAIL_OPEN}{name="pods.tracing.dokaseca.io",type="admit"} 3`),
    'warning',
    '3 pods missed the webhook',
  ],
  [
    'pods that passed another one by',
    () => counted(`${FAIL_OPEN}{name="other",type="admit"} 3`),
    'ok',
    'No pod',
  ],
  ['metrics that may not be read', () => ({ metrics: failed('forbidden') }), 'unknown', 'forbidden'],
]);

describeCheck('clocks', [
  [
    'a replica that is late',
    () => ({ replicas: ok([{ pod: replica('a'), readiness: ready(later(-60)) }]) }),
    'warning',
    'The clock of node node-1, on which a runs, differs from that of the API server by 60 seconds.',
  ],
  [
    'a replica that is hardly late',
    () => ({ replicas: ok([{ pod: replica('a'), readiness: ready(later(-5)) }]) }),
    'ok',
    'agree',
  ],
  [
    'a replica that does not answer',
    () => ({ replicas: ok([{ pod: replica('a'), readiness: failed('forbidden') }]) }),
    'ok',
    'agree',
  ],
  [
    'this machine',
    () => ({ askedAt: later(3600) }),
    'warning',
    'this machine differs from that of the API server by 3600 seconds',
  ],
  [
    'an API server that says nothing',
    () => ({ version: ok({ text: '', date: undefined }) }),
    'unknown',
    'does not say',
  ],
]);
