import type { Target } from '../../src/core/decide/target.js';
import { buildPodContext, type PodContext } from '../../src/core/decide/pod-context.js';
import type { Backend, Language } from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { Platform } from '../../src/core/platform/platform.js';
import { buildContainerContext } from '../../src/core/resolve/container-context.js';
import { resolveBackend, resolveContainer, type Resolution } from '../../src/core/resolve/resolve.js';
import { EMPTY_SNAPSHOT } from '../../src/core/snapshot.js';

/** Every backend enabled, and the Operator, which runs the Collector. */
const ADDONS = {
  enable_tempo: true,
  enable_jaeger: true,
  enable_victoria_traces: true,
  enable_zipkin: true,
  enable_opentelemetry_operator: true,
};

/** A TracingPlatform with every backend enabled and fields over the defaults, as it is read. */
export function buildPlatform(spec: Readonly<Record<string, unknown>>): Platform {
  const result = parseTracingPlatform({ metadata: { name: 'default' }, spec: { addons: ADDONS, ...spec } });
  if (!result.ok) throw new Error(result.error.map(({ path, message }) => `${path}: ${message}`).join('; '));
  return result.value.platform;
}

/** What a pod with one container that asks for one language is told under a platform. */
export function resolveLanguage(language: Language, platform: Platform): Resolution {
  const context = buildPlatformContext(platform);
  const target: Target = {
    language,
    container: { list: 'containers', index: 0, name: 'app' },
    instrumentation: undefined,
  };
  const backend = resolveBackend(context);
  if (!backend.ok) throw new Error(backend.error.message);
  return resolveContainer(buildContainerContext([target], context, backend.value));
}

/** As `resolved`, for a backend that the platform chooses. */
export const resolveForBackend = (
  language: Language,
  backend: Backend,
  spec: Readonly<Record<string, unknown>>,
): Resolution => resolveLanguage(language, buildPlatform({ ...spec, backend }));

function buildPlatformContext(platform: Platform): PodContext {
  const snapshot = {
    ...EMPTY_SNAPSHOT,
    namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
    platform: { kind: 'ready', platform } as const,
  };
  return buildPodContext({ spec: { containers: [{ name: 'app' }] } }, 'shop', snapshot);
}
