import { deliveryFinding } from '../plan/delivery.js';
import { joinEdits, startupVariables } from '../plan/environment.js';
import { valueIn } from '../resolve/container-view.js';
import { copiedAgentEdits } from './copied-agent.js';
import { loadsOtherAgent } from './node-options.js';
import type { Recipe } from '../plan/recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-nodejs';
const FOLDER = '/otel-auto-instrumentation-nodejs';

/** https://opentelemetry.io/docs/zero-code/js/ */
export const nodejs: Recipe = (delivery) => {
  // https://nodejs.org/api/cli.html#node_optionsoptions
  const options = joinEdits(delivery, {
    name: 'NODE_OPTIONS',
    after: ` --require ${FOLDER}/autoinstrumentation.js`,
    separator: ' ',
  });
  if (!options.ok) return options;
  const command = ['cp', '-r', '/autoinstrumentation/.', FOLDER];
  const pod = copiedAgentEdits(delivery, { name: NAME, command, folder: FOLDER, mountPath: FOLDER });
  const metrics = [{ name: 'OTEL_METRICS_EXPORTER', value: 'otlp' }];
  // Under a platform every exporter is resolved.
  const defaults = delivery.subject.platform === undefined ? startupVariables(delivery, metrics) : [];
  const hasOtherAgent = loadsOtherAgent(valueIn(delivery.view, 'NODE_OPTIONS') ?? '');
  const notices = hasOtherAgent
    ? [deliveryFinding(delivery, 'agent-conflict', 'NODE_OPTIONS loads another agent already.')]
    : [];
  return { ok: true, value: { startup: [...options.value, ...defaults], pod, notices } };
};
