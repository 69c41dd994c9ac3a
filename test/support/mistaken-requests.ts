import { NODEJS, type LiveScene } from './live-scene.js';

export type Arrange = (scene: LiveScene) => Promise<unknown>;

/** What is wrong, the words that tell it, and the command that mends it. */
export type Mistake = readonly [what: string, arrange: Arrange, words: readonly string[], fix?: string];

const PREFIX = 'instrumentation.opentelemetry.io/';

/** The command that writes an annotation of the template. */
export const buildPatch = (key: string, value: string): string =>
  `kubectl -n team-a patch deployment/cart --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"${PREFIX}${key}":"${value}"}}}}}'`;

const MISTAKES: readonly Mistake[] = [
  [
    'an annotation on the Deployment',
    async (scene) => {
      scene.deployment('cart', { onObject: NODEJS });
      await scene.pod('cart');
    },
    ['annotation-misplaced', 'Move it to spec.template.metadata.annotations.', 'does not ask'],
    `kubectl -n team-a patch deployment/cart --type=merge -p '{"metadata":{"annotations":{"instrumentation.opentelemetry.io/inject-nodejs":null}},"spec":{"template":{"metadata":{"annotations":{"instrumentation.opentelemetry.io/inject-nodejs":"true"}}}}}'`,
  ],
  [
    'a misspelt key',
    async (scene) => {
      scene.deployment('cart', { annotations: { 'instrumentation.opentelemetry.io/inject-node': 'true' } });
      await scene.pod('cart');
    },
    ['annotation-unknown', 'did you mean inject-nodejs?'],
    `kubectl -n team-a patch deployment/cart --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"instrumentation.opentelemetry.io/inject-node":null,"instrumentation.opentelemetry.io/inject-nodejs":"true"}}}}}'`,
  ],
  [
    'a wrong prefix',
    async (scene) => {
      scene.deployment('cart', { annotations: { 'opentelemetry.io/inject-nodejs': 'true' } });
      await scene.pod('cart');
    },
    ['annotation-unknown', 'did you mean'],
    `kubectl -n team-a patch deployment/cart --type=merge`,
  ],
  [
    'a value that is no name',
    async (scene) => {
      scene.deployment('cart', { annotations: { 'instrumentation.opentelemetry.io/inject-nodejs': 'yes' } });
      await scene.pod('cart');
    },
    ['skipped', 'write "true" if that is meant'],
    buildPatch('inject-nodejs', 'true'),
  ],
  [
    'an Instrumentation of another namespace',
    async (scene) => {
      scene.namespace('team-b');
      scene.put('opentelemetry.io/v1alpha1/instrumentations', {
        metadata: { name: 'prod', namespace: 'team-b' },
        spec: {},
      });
      scene.deployment('cart', { annotations: { 'instrumentation.opentelemetry.io/inject-nodejs': 'prod' } });
      await scene.pod('cart');
    },
    ['team-b/prod'],
    buildPatch('inject-nodejs', 'team-b/prod'),
  ],
  [
    'a container that is not there',
    async (scene) => {
      scene.deployment('cart', {
        annotations: { ...NODEJS, 'instrumentation.opentelemetry.io/container-names': 'ap' },
      });
      await scene.pod('cart');
    },
    ['container-not-found', 'it has app'],
    buildPatch('container-names', 'app'),
  ],
  [
    'a language that is switched off',
    async (scene) => {
      scene.deployment('cart', { annotations: { [`${PREFIX}inject-go`]: 'true' } });
      await scene.pod('cart');
    },
    ['language-disabled'],
    `kubectl patch tracingplatform default --type=merge -p '{"spec":{"agents":{"go":{"enabled":true}}}}'`,
  ],
  [
    'a backend that is not enabled',
    async (scene) => {
      scene.deployment('cart', { annotations: { ...NODEJS, 'tracing.dokaseca.io/backend': 'jeager' } });
      await scene.pod('cart');
    },
    ['backend-not-enabled', 'enabled: tempo, jaeger'],
    `kubectl -n team-a patch deployment/cart --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"tracing.dokaseca.io/backend":"jaeger"}}}}}'`,
  ],
  [
    'a value that is no name on the Namespace',
    async (scene) => {
      scene.namespace('team-a', {}, { [`${PREFIX}inject-nodejs`]: 'yes' });
      scene.deployment('cart');
      await scene.pod('cart');
    },
    ['write "true" if that is meant'],
    `kubectl annotate namespace team-a --overwrite ${PREFIX}inject-nodejs=true`,
  ],
  [
    'a running pod that was annotated, and not its template',
    async (scene) => {
      scene.deployment('cart');
      await scene.pod('cart', {
        isAnswered: false,
        metadata: {
          annotations: NODEJS,
          managedFields: [
            {
              time: '2026-01-01T11:30:00Z',
              fieldsV1: { 'f:metadata': { 'f:annotations': { [`f:${PREFIX}inject-nodejs`]: {} } } },
            },
          ],
        },
      });
    },
    ['NOT INJECTED', 'annotated later, 2026-01-01 11:30:00Z'],
    buildPatch('inject-nodejs', 'true'),
  ],
  [
    'no platform',
    async (scene) => {
      scene.server.store.remove('tracing.dokaseca.io/v1alpha1/tracingplatforms', '/default');
      scene.deployment('cart', { annotations: NODEJS });
      await scene.pod('cart');
    },
    ['instrumentation-missing'],
    'kubectl apply -f examples/cluster/platform.yaml',
  ],
];

/** Mistakes in what is asked for. */
export const listMistakenRequests = (): readonly Mistake[] => MISTAKES;
