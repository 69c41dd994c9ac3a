import { ok } from '../../../src/core/result.js';
import type { ClusterFacts } from '../../../src/doctor/facts.js';
import { describeCheck } from './describe-check.js';
import { failed, platformOf, collectorOf, injectedPod, HEALTHY } from '../../support/doctor-facts.js';

const JAEGER = platformOf({ addons: { enable_jaeger: true, enable_opentelemetry_operator: true } });
const REGISTRY = platformOf({ addons: { enable_tempo: true }, agents: { registry: 'mirror.example' } });
const BACK_OFF = { waiting: { reason: 'ImagePullBackOff' } };

/** One destination that is not as it should be. */
const destination = (change: object): Partial<ClusterFacts> => ({
  destinations: HEALTHY.destinations.map((each, index) => (index === 0 ? { ...each, ...change } : each)),
});

describeCheck('platform', [
  [
    'none',
    () => ({ platform: failed('not-found') }),
    'warning',
    'no TracingPlatform',
    'kubectl apply -f examples/cluster/platform.yaml',
  ],
  [
    'one that is wrong',
    () => ({ platform: ok(platformOf({ backend: 'zipkn' })) }),
    'failed',
    'spec.backend',
    'kubectl edit tracingplatform default',
  ],
  [
    'one that is not accepted',
    () => ({
      platform: ok(
        platformOf({}, { conditions: [{ type: 'Accepted', status: 'False', message: 'It is bad.' }] }),
      ),
    }),
    'failed',
    'It is bad.',
  ],
  ['no kind', () => ({ platform: failed('kind-absent') }), 'unknown', 'kind-absent'],
]);

describeCheck('collector', [
  [
    'no endpoint',
    () => destination({ ready: ok(0) }),
    'failed',
    'Service collector-service in namespace monitoring has no ready endpoint',
    'kubectl -n monitoring describe pods',
  ],
  [
    'a Deployment that is scaled to 0',
    () =>
      destination({
        ready: ok(0),
        workload: { kind: 'Deployment', metadata: { name: 'c' }, spec: { replicas: 0 } },
      }),
    'failed',
    'no ready endpoint',
    'kubectl -n monitoring scale deployment/c --replicas=1',
  ],
  [
    'no Service',
    () => destination({ found: failed('not-found') }),
    'failed',
    'There is no Service collector-service',
    'kubectl get tracingplatform default -o yaml | doka-tracing render collector -f - --as plain | kubectl apply -f -',
  ],
  [
    'endpoints that may not be read',
    () => destination({ ready: failed('forbidden') }),
    'unknown',
    'forbidden',
  ],
  ['none that is meant', () => ({ destinations: [] }), 'ok', 'uses no Collector of the cluster'],
]);

describeCheck('collector-config', [
  [
    'what another platform would have',
    () => ({
      platform: ok(JAEGER),
      collector: collectorOf(JAEGER).map((rendered, index) => ({
        rendered,
        there: ok(
          collectorOf(platformOf({ addons: { enable_tempo: true, enable_opentelemetry_operator: true } }))[
            index
          ] ?? rendered,
        ),
      })),
    }),
    'failed',
    'Collector otel-collector exports to ',
  ],
  [
    'none',
    () => ({
      collector: (HEALTHY.collector ?? []).map((each) => ({ ...each, there: failed('not-found') })),
    }),
    'warning',
    'was not rendered from the platform',
  ],
  [
    'one that may not be read',
    () => ({
      collector: (HEALTHY.collector ?? []).map((each) => ({ ...each, there: failed('forbidden') })),
    }),
    'unknown',
    'forbidden',
  ],
]);

describeCheck('backends', [
  [
    'no Service',
    () => ({ destinations: HEALTHY.destinations.map((each) => ({ ...each, found: failed('not-found') })) }),
    'failed',
    'There is no Service tempo-service',
    'kubectl get services -A',
  ],
  [
    'a Collector without endpoints',
    () => destination({ ready: ok(0) }),
    'ok',
    'Service tempo-service in monitoring has 1 ready endpoint',
  ],
]);

describeCheck('agent-images', [
  [
    'one of the registry of the platform',
    () => ({
      platform: ok(REGISTRY),
      injected: ok([injectedPod('web', 'mirror.example/nodejs:1', BACK_OFF)]),
    }),
    'failed',
    'The image mirror.example/nodejs:1 cannot be pulled (asked for by TracingPlatform default, spec.agents.registry); 1 pod waits: team-a/web.',
    `kubectl patch tracingplatform default --type=json -p '[{"op":"remove","path":"/spec/agents/registry"}]' && sleep 2 && kubectl -n team-a delete pod web`,
  ],
  [
    'one of the registry of all images',
    () => ({
      platform: ok(platformOf({ addons: { enable_tempo: true }, images: { registry: 'mirror.example/' } })),
      injected: ok([injectedPod('web', 'mirror.example/nodejs:1', BACK_OFF)]),
    }),
    'failed',
    'asked for by TracingPlatform default, spec.images.registry',
  ],
  [
    'one of an Instrumentation',
    () => ({
      instrumentations: ok([
        { metadata: { name: 'i', namespace: 'team-a' }, spec: { nodejs: { image: 'x/nodejs:1' } } },
      ]),
      injected: ok([injectedPod('web', 'x/nodejs:1', BACK_OFF)]),
    }),
    'failed',
    'asked for by Instrumentation team-a/i, spec.nodejs.image',
  ],
  [
    'one of nobody',
    () => ({ injected: ok([injectedPod('web', 'x/nodejs:1', BACK_OFF)]) }),
    'failed',
    'asked for by the default of this release',
  ],
  [
    'one that is pulled',
    () => ({
      injected: ok([injectedPod('web', 'x/nodejs:1', { waiting: { reason: 'PodInitializing' } })]),
    }),
    'ok',
    'None of 1 injected pod',
  ],
  ['pods that may not be read', () => ({ injected: failed('forbidden') }), 'unknown', 'forbidden'],
]);

describeCheck('references', [
  [
    'a missing Secret',
    () => ({
      references: [
        { kind: 'Secret', namespace: 'team-a', name: 'tls', pods: ['web'], found: failed('not-found') },
      ],
    }),
    'warning',
    'Injected pods use objects that do not exist, and send without them: Secret team-a/tls.',
  ],
  [
    'one that is there',
    () => ({
      references: [{ kind: 'Secret', namespace: 'team-a', name: 'tls', pods: ['web'], found: ok({}) }],
    }),
    'ok',
    '1 Secret or ConfigMap',
  ],
  [
    'one that may not be read',
    () => ({
      references: [
        { kind: 'Secret', namespace: 'team-a', name: 'tls', pods: ['web'], found: failed('forbidden') },
      ],
    }),
    'unknown',
    'forbidden',
  ],
]);
