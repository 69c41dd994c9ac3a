import { deliveryFinding } from '../plan/delivery.js';
import { joinEdits, startupVariables } from '../plan/environment.js';
import { valueIn } from '../resolve/container-view.js';
import { copiedAgentEdits } from './copied-agent.js';
import type { Recipe } from './recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-nodejs';
const FOLDER = '/otel-auto-instrumentation-nodejs';

/** A package that instruments a program when it is loaded before it. */
const OTHER_AGENT =
  /(?:--require|-r|--import)[= ]\S*(?:opentelemetry|dd-trace|newrelic|elastic-apm|appdynamics|dynatrace|instana|splunk|signalfx|sentry|applicationinsights)/;

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
  const hasOtherAgent = OTHER_AGENT.test(valueIn(delivery.view, 'NODE_OPTIONS') ?? '');
  const notices = hasOtherAgent
    ? [deliveryFinding(delivery, 'agent-conflict', 'NODE_OPTIONS loads another agent already.')]
    : [];
  return { ok: true, value: { startup: [...options.value, ...defaults], pod, notices } };
};
