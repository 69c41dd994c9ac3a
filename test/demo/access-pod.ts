import { admit } from '../../src/core/admit.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../src/core/snapshot.js';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';
import { resolveEnvironment, NO_SOURCES } from '../../demo/kubelet-environment.js';

const NAMESPACE = 'shop';

/**
 * The variables of a container whose Node.js agent sends to a Tempo with these settings directly, as the kubelet makes
 * them where the namespace has these Secrets.
 */
export function environmentUnder(tempo: object, secrets: Readonly<Record<string, StringMap>>): StringMap {
  const pod = {
    metadata: {
      name: 'cart',
      uid: 'u',
      annotations: { 'instrumentation.opentelemetry.io/inject-nodejs': 'true' },
    },
    spec: { containers: [{ name: 'app', env: [{ name: 'OTEL_BSP_SCHEDULE_DELAY', value: '50' }] }] },
  };
  const spec = { addons: { enable_tempo: true }, route: 'direct', backends: { tempo } };
  const platform = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!platform.ok) throw new Error(JSON.stringify(platform.error));
  const outcome = admit(buildCreationRequest(pod, NAMESPACE), {
    ...EMPTY_SNAPSHOT,
    languages: new Set(DEFAULT_LANGUAGES),
    namespaces: new Map([[NAMESPACE, { annotations: {}, labels: {} }]]),
    platform: { kind: 'ready', platform: platform.value.platform },
  });
  if (outcome.kind !== 'decided' || outcome.status !== 'injected') throw new Error(JSON.stringify(outcome));
  const running = { ...outcome.pod, status: { hostIP: '127.0.0.1', podIP: '127.0.0.1' } };
  const [container] = running.spec.containers;
  if (container === undefined) throw new Error('the pod has no container');
  const environment = resolveEnvironment(container, running, {
    ...NO_SOURCES,
    secrets: new Map(Object.entries(secrets)),
  });
  if (!environment.ok) throw new Error(environment.error);
  return environment.value;
}
