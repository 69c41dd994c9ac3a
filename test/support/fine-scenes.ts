import { EARLY, NODEJS, PLATFORM } from './live-scene.js';
import type { Arrange } from './mistaken-requests.js';

/** What is no mistake: next to each of those that are. */
type Fine = readonly [what: string, arrange: Arrange, word: string];

const FINE: readonly Fine[] = [
  [
    'a workload that does not ask',
    async (scene) => {
      scene.deployment('cart');
      await scene.pod('cart');
    },
    'asks        for nothing',
  ],
  [
    'one that is opted out',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS, labels: { 'tracing.dokaseca.io/inject': 'disabled' } });
      await scene.pod('cart');
    },
    'opted-out',
  ],
  [
    'a container that is named right',
    async (scene) => {
      scene.deployment('cart', {
        annotations: { ...NODEJS, 'instrumentation.opentelemetry.io/container-names': 'app' },
      });
      await scene.pod('cart');
    },
    'injected current',
  ],
  [
    'a platform that changed in what does not concern the pod',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
      scene.platform({ ...PLATFORM, agents: { java: { enabled: false } } });
    },
    'injected current',
  ],
  [
    'a pod that the OpenTelemetry Operator has injected',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      const name = await scene.pod('cart', { isAnswered: false });
      const pod = scene.server.store.find('/v1/pods', `team-a/${name}`);
      const spec = pod?.['spec'] as object;
      scene.put('/v1/pods', {
        ...pod,
        spec: { ...spec, initContainers: [{ name: 'opentelemetry-auto-instrumentation-nodejs' }] },
      });
    },
    'injected by the OpenTelemetry Operator',
  ],
  [
    'a pod that has ended',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false, createdAt: EARLY, status: { phase: 'Succeeded' } });
    },
    '(ended)',
  ],
];

export const listFine = (): readonly Fine[] => FINE;
