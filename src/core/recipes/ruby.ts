import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import type { Recipe } from '../plan/recipe.js';
import { buildJoinEdits } from '../plan/variable-edits.js';
import type { Finding } from '../reasons.js';
import { findContainerValue, isSetByContainer } from '../resolve/container-view.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { err } from '../result.js';
import { buildCopiedAgentEdits } from './copied-agent.js';

const NAME = 'opentelemetry-auto-instrumentation-ruby';
const FOLDER = '/otel-auto-instrumentation-ruby';
/** Where the agent looks for its gems; `FOLDER` when absent. */
const GEM_PATH = 'OTEL_RUBY_ADDITIONAL_GEM_PATH';

/** https://github.com/open-telemetry/opentelemetry-operator/pull/5562 */
export const buildRubyEdits: Recipe = (delivery) => {
  const other = checkGemPath(delivery);
  if (other !== undefined) return err(other);
  // https://docs.ruby-lang.org/en/3.4/ruby/options_md.html
  const options = buildJoinEdits(delivery, {
    name: 'RUBYOPT',
    after: ` -r ${FOLDER}/src/autoinstrumentation`,
    separator: ' ',
  });
  if (!options.ok) return options;
  const command = ['cp', '-r', '/autoinstrumentation/.', FOLDER];
  const pod = buildCopiedAgentEdits(delivery, { name: NAME, command, folder: FOLDER, mountPath: FOLDER });
  return { ok: true, value: { early: options.value, pod } };
};

/** With gems elsewhere `-r` fails, and the program does not start. */
function checkGemPath(delivery: Delivery): Finding | undefined {
  const { view, targets } = delivery;
  const asked = findInstrumentationVariable(targets, GEM_PATH);
  const isSet = isSetByContainer(view, GEM_PATH);
  const value = isSet ? findContainerValue(view, GEM_PATH) : asked?.value;
  if ((!isSet && asked === undefined) || value === FOLDER) return undefined;
  return buildDeliveryFinding(
    delivery,
    'user-setting-unsupported',
    `${GEM_PATH} leads away from ${FOLDER}, where the gems of the agent are.`,
  );
}
