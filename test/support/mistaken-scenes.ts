import { buildPatch, listMistakenRequests, type Mistake } from './mistaken-requests.js';
import { EARLY, NODEJS, PLATFORM, putWebhookPod, WHILE_DOWN } from './live-scene.js';

export const RESTART = 'kubectl -n team-a rollout restart deployment/cart';
const STUCK = {
  initContainerStatuses: [
    {
      name: 'opentelemetry-auto-instrumentation-nodejs',
      image: 'registry.typo/nodejs:1',
      state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } },
    },
  ],
};
const CRASHED = {
  initContainerStatuses: [
    {
      name: 'opentelemetry-auto-instrumentation-nodejs',
      image: 'nodejs:1',
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 137, message: 'killed' } },
    },
  ],
};
export const STARTING = {
  initContainerStatuses: [
    { name: 'opentelemetry-auto-instrumentation-nodejs', state: { waiting: { reason: 'PodInitializing' } } },
  ],
};

const MISTAKES: readonly Mistake[] = [
  ...listMistakenRequests(),
  [
    'a namespace that is not selected',
    async (scene) => {
      scene.namespace('team-a', { 'tracing.dokaseca.io/inject': 'disabled' });
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false });
    },
    ['team-a is NOT selected', 'NOT INJECTED', 'does not get the pods of its namespace'],
    'kubectl label namespace team-a --overwrite tracing.dokaseca.io/inject=enabled',
  ],
  [
    'a pod older than the webhook',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false, createdAt: EARLY });
    },
    ['NOT INJECTED', 'created 2026-01-01 09:00:00Z, before the webhook was installed'],
    RESTART,
  ],
  [
    'a webhook that was down',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false, createdAt: WHILE_DOWN });
    },
    ['NOT INJECTED', 'while no replica of the webhook was', '10:05:00Z'],
    RESTART,
  ],
  [
    'a webhook that is down',
    async (scene) => {
      putWebhookPod(scene);
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false });
    },
    ['NO replica of 1 is ready', 'no replica of the webhook is ready'],
    RESTART,
  ],
  [
    'no registration',
    async (scene) => {
      scene.server.store.remove(
        'admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
        '/doka-tracing',
      );
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { isAnswered: false });
    },
    ['the webhook is NOT registered in this cluster'],
  ],
  [
    'a pod that was annotated later',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', {
        isAnswered: false,
        metadata: {
          managedFields: [
            {
              time: '2026-01-01T11:30:00Z',
              fieldsV1: {
                'f:metadata': { 'f:annotations': { 'f:instrumentation.opentelemetry.io/inject-nodejs': {} } },
              },
            },
          ],
        },
      });
    },
    ['annotated later, 2026-01-01 11:30:00Z'],
    RESTART,
  ],
  [
    'a platform that has changed',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      scene.platform({ ...PLATFORM, sampling: { strategy: 'probabilistic', ratio: 0.1 } });
      await scene.pod('cart');
      scene.platform({ ...PLATFORM, sampling: { strategy: 'probabilistic', ratio: 0.5 } });
    },
    ['OUTDATED', 'OTEL_TRACES_SAMPLER_ARG was 0.1, now 0.5'],
    RESTART,
  ],
  [
    'an agent of another image',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
      scene.platform({ ...PLATFORM, agents: { registry: 'registry.example/otel' } });
    },
    ['OUTDATED', 'opentelemetry-auto-instrumentation-nodejs: image'],
    RESTART,
  ],
  [
    'a platform that brings what was refused',
    async (scene) => {
      scene.server.store.remove('tracing.dokaseca.io/v1alpha1/tracingplatforms', '/default');
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
      scene.platform(PLATFORM);
    },
    ['skipped OUTDATED', 'new pods    injected'],
    RESTART,
  ],
  [
    'an image that is not pulled',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { status: STUCK });
    },
    ['the agent is not there', 'registry.typo/nodejs:1, ImagePullBackOff: Back-off pulling image'],
  ],
  [
    'an agent that crashes',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart', { status: CRASHED });
    },
    ['the agent is not there', 'CrashLoopBackOff: killed'],
  ],
  [
    'two Instrumentations',
    async (scene) => {
      for (const name of ['one', 'two'])
        scene.put('opentelemetry.io/v1alpha1/instrumentations', {
          metadata: { name, namespace: 'team-a' },
          spec: {},
        });
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
    },
    ['skipped', 'one', 'two'],
    buildPatch('inject-nodejs', 'one'),
  ],
  [
    'an annotation that was taken away',
    async (scene) => {
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
      scene.deployment('cart');
    },
    ['OUTDATED', 'a new pod would no longer ask'],
    RESTART,
  ],
];

export const listMistakes = (): readonly Mistake[] => MISTAKES;
