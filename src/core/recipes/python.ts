import { PYTHON_PLATFORM } from '../agents/python.js';
import { buildDeliveryFinding } from '../plan/delivery.js';
import { resolveChoice } from '../plan/agent-hints.js';
import { buildJoinEdits, buildStartupEdits } from '../plan/variable-edits.js';
import { listCommandWords } from '../resolve/program-options.js';
import { findOtherStarter } from './other-agent.js';
import { buildCopiedAgentEdits } from './copied-agent.js';
import { checkEventlet, listProgramGuards } from './python-programs.js';
import type { Recipe } from '../plan/recipe.js';
import { err } from '../result.js';

const NAME = 'opentelemetry-auto-instrumentation-python';
const FOLDER = '/otel-auto-instrumentation-python';

/** Where the image holds the build for each C library. */
const SOURCES = { glibc: '/autoinstrumentation/.', musl: '/autoinstrumentation-musl/.' };

/** Without a platform the agent speaks OTLP over HTTP, the only exporter of its image. */
const DEFAULTS = [
  { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/protobuf' },
  { name: 'OTEL_TRACES_EXPORTER', value: 'otlp' },
  { name: 'OTEL_METRICS_EXPORTER', value: 'otlp' },
  { name: 'OTEL_LOGS_EXPORTER', value: 'otlp' },
];

/** https://opentelemetry.io/docs/zero-code/python/ */
export const buildPythonEdits: Recipe = (delivery) => {
  const platform = resolveChoice(delivery, PYTHON_PLATFORM);
  if (!platform.ok) return platform;
  const refusal = checkEventlet(delivery);
  if (refusal !== undefined) return err(refusal);
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
    command: ['cp', '-r', SOURCES[platform.value], FOLDER],
    folder: FOLDER,
    mountPath: FOLDER,
  });
  const starter = findOtherStarter(listCommandWords(delivery.container));
  const notices =
    starter === undefined
      ? []
      : [buildDeliveryFinding(delivery, 'agent-conflict', `${starter} loads another agent already.`)];
  const guards = listProgramGuards(delivery);
  const defaults = delivery.platform === undefined ? DEFAULTS : [];
  const startup = buildStartupEdits(delivery, [...defaults, ...guards.map(({ variable }) => variable)]);
  const told = [...notices, ...guards.map(({ notice }) => notice)];
  return { ok: true, value: { early: path.value, startup, pod, notices: told } };
};
