import { PYTHON_PLATFORM } from '../annotations.js';
import { findAnnotation } from '../decide/pod-context.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { buildJoinEdits, buildStartupEdits } from '../plan/variable-edits.js';
import { quoteValue } from '../shown-text.js';
import { buildCopiedAgentEdits } from './copied-agent.js';
import type { Recipe } from '../plan/recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-python';
const FOLDER = '/otel-auto-instrumentation-python';

/** Where the image holds the build for each C library. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['glibc', '/autoinstrumentation/.'],
  ['musl', '/autoinstrumentation-musl/.'],
]);

/** Without a platform the agent speaks OTLP over HTTP, the only exporter of its image. */
const DEFAULTS = [
  { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/protobuf' },
  { name: 'OTEL_TRACES_EXPORTER', value: 'otlp' },
  { name: 'OTEL_METRICS_EXPORTER', value: 'otlp' },
  { name: 'OTEL_LOGS_EXPORTER', value: 'otlp' },
];

/** https://opentelemetry.io/docs/zero-code/python/ */
export const buildPythonEdits: Recipe = (delivery) => {
  const platform = resolveLibrary(delivery);
  const source = SOURCES.get(platform);
  if (source === undefined)
    return {
      ok: false,
      error: buildDeliveryFinding(
        delivery,
        'setting-invalid',
        `${PYTHON_PLATFORM} is ${quoteValue(platform)}; allowed: glibc, musl.`,
      ),
    };
  // The folder with sitecustomize comes first, so that Python runs it before any of the user's.
  const path = buildJoinEdits(delivery, {
    name: 'PYTHONPATH',
    before: `${FOLDER}/opentelemetry/instrumentation/auto_instrumentation`,
    after: FOLDER,
    separator: ':',
  });
  if (!path.ok) return path;
  const pod = buildCopiedAgentEdits(delivery, {
    name: NAME,
    command: ['cp', '-r', source, FOLDER],
    folder: FOLDER,
    mountPath: FOLDER,
  });
  const defaults = delivery.platform === undefined ? buildStartupEdits(delivery, DEFAULTS) : [];
  return { ok: true, value: { early: path.value, startup: defaults, pod } };
};

const resolveLibrary = (delivery: Delivery): string =>
  findAnnotation(delivery, PYTHON_PLATFORM)?.value ?? 'glibc';
