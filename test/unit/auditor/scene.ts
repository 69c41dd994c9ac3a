import { EARLY, NODEJS, WHILE_DOWN, type LiveScene } from '../../support/live-scene.js';

type Fields = Readonly<Record<string, unknown>>;

const PODS = '/v1/pods';

const waiting = (reason: string, image: string): Fields => ({
  phase: 'Pending',
  initContainerStatuses: [
    { name: 'opentelemetry-auto-instrumentation-nodejs', image, state: { waiting: { reason } } },
  ],
});

/** Pods of every kind in namespace team-a. */
export async function fillNamespace(scene: LiveScene): Promise<void> {
  scene.deployment('right', { annotations: NODEJS });
  await scene.pod('right');
  await scene.pod('right');
  scene.deployment('missed', { annotations: NODEJS });
  await scene.pod('missed', { createdAt: WHILE_DOWN, isAnswered: false });
  scene.deployment('silent');
  await scene.pod('silent', { createdAt: EARLY });
  scene.deployment('out', { annotations: NODEJS, labels: { 'tracing.dokaseca.io/inject': 'disabled' } });
  await scene.pod('out');
  scene.deployment('stuck', { annotations: NODEJS });
  await scene.pod('stuck', { status: waiting('ImagePullBackOff', 'registry/agent:1') });
  scene.deployment('failed', { annotations: NODEJS });
  await scene.pod('failed', { status: waiting('CreateContainerConfigError', 'registry/agent:1') });
  scene.put(PODS, {
    metadata: { name: 'lone', namespace: 'team-a', annotations: NODEJS, creationTimestamp: EARLY },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
  });
  scene.deployment('old', { annotations: NODEJS });
  await scene.pod('old');
  scene.deployment('old', { annotations: { ...NODEJS, 'resource.opentelemetry.io/a': 'b' } });
  for (const [kind, plural] of [
    ['StatefulSet', 'apps/v1/statefulsets'],
    ['Job', 'batch/v1/jobs'],
  ] as const)
    putOwned(scene, kind, plural);
}

/** A pod that was missed, of an object that makes pods itself. */
function putOwned(scene: LiveScene, kind: string, plural: string): void {
  const name = kind.toLowerCase();
  const template = {
    metadata: { annotations: NODEJS },
    spec: { containers: [{ name: 'app', image: 'app:1' }] },
  };
  scene.put(plural, { metadata: { name, namespace: 'team-a' }, spec: { template } });
  const owner = scene.server.store.find(plural, `team-a/${name}`);
  const ownerReferences = [
    {
      ...{ apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name, controller: true },
      uid: owner?.metadata.uid,
    },
  ];
  const metadata = { ...template.metadata, name: `${name}-0`, namespace: 'team-a', ownerReferences };
  scene.put(PODS, { ...template, metadata: { ...metadata, creationTimestamp: EARLY } });
}
