import { NODE_LOADER, NODE_MODULES } from '../agents/nodejs.js';
import { resolveChoice } from '../plan/agent-hints.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { buildJoinEdits, buildStartupEdits } from '../plan/variable-edits.js';
import type { Finding } from '../reasons.js';
import { err } from '../result.js';
import { findContainerValue } from '../resolve/container-view.js';
import { listProgramOptions, NODE_PROGRAM } from '../resolve/program-options.js';
import { buildCopiedAgentEdits } from './copied-agent.js';
import { checkNodeOptions, reportUnseenProgram } from './nodejs-command.js';
import { hasOtherAgentOption } from './other-agent.js';
import type { Recipe } from '../plan/recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-nodejs';
const FOLDER = '/otel-auto-instrumentation-nodejs';

/** Lets the agent see what ES modules import. */
const LOADER = `--experimental-loader=${FOLDER}/${NODE_LOADER}`;

/** https://opentelemetry.io/docs/zero-code/js/ */
export const buildNodejsEdits: Recipe = (delivery) => {
  const modules = resolveChoice(delivery, NODE_MODULES);
  if (!modules.ok) return modules;
  const refusal = checkNodeOptions(delivery, FOLDER);
  if (refusal !== undefined) return err(refusal);
  const given = findContainerValue(delivery.view, 'NODE_OPTIONS') ?? '';
  const hasLoader = modules.value === 'commonjs' || given.includes(LOADER);
  // https://nodejs.org/api/cli.html#node_optionsoptions
  const options = buildJoinEdits(delivery, {
    name: 'NODE_OPTIONS',
    after: ` --require ${FOLDER}/autoinstrumentation.js${hasLoader ? '' : ` ${LOADER}`}`,
    separator: ' ',
  });
  if (!options.ok) return options;
  const command = ['cp', '-r', '/autoinstrumentation/.', FOLDER];
  const pod = buildCopiedAgentEdits(delivery, { name: NAME, command, folder: FOLDER, mountPath: FOLDER });
  const metrics = [{ name: 'OTEL_METRICS_EXPORTER', value: 'otlp' }];
  // Under a platform every exporter is resolved.
  const defaults = delivery.platform === undefined ? buildStartupEdits(delivery, metrics) : [];
  const notices = [...reportOtherAgents(delivery, given), ...reportUnseenProgram(delivery, modules.value)];
  return { ok: true, value: { startup: [...options.value, ...defaults], pod, notices } };
};

/** What loads another agent: options of the container, or of its command. */
function reportOtherAgents(delivery: Delivery, given: string): readonly Finding[] {
  const sources = [
    ['NODE_OPTIONS', given],
    [`The command of ${delivery.ref.name}`, listProgramOptions(delivery.container, NODE_PROGRAM).join(' ')],
  ] as const;
  return sources
    .filter(([, options]) => hasOtherAgentOption(options))
    .map(([source]) =>
      buildDeliveryFinding(delivery, 'agent-conflict', `${source} loads another agent already.`),
    );
}
