import { PHP_API_VERSION, PHP_PLATFORM, PHP_THREAD_SAFETY } from '../agents/php.js';
import { resolveChoice } from '../plan/agent-hints.js';
import type { Delivery } from '../plan/delivery.js';
import type { Recipe } from '../plan/recipe.js';
import { buildJoinEdits, buildStartupEdits } from '../plan/variable-edits.js';
import { findContainerValue, isSetByContainer } from '../resolve/container-view.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { buildCopiedAgentEdits } from './copied-agent.js';

const NAME = 'opentelemetry-auto-instrumentation-php';
const FOLDER = '/otel-auto-instrumentation-php';
/** Folders of ini files; ours loads the extension. https://www.php.net/manual/en/configuration.file.php */
const SCAN_DIR = 'PHP_INI_SCAN_DIR';

/** Without it the SDK is loaded and does nothing. https://opentelemetry.io/docs/zero-code/php/ */
const AUTOLOAD = { name: 'OTEL_PHP_AUTOLOAD_ENABLED', value: 'true' };

/** https://github.com/open-telemetry/opentelemetry-operator/pull/5220 */
export const buildPhpEdits: Recipe = (delivery) => {
  const version = resolveChoice(delivery, PHP_API_VERSION);
  if (!version.ok) return version;
  const platform = resolveChoice(delivery, PHP_PLATFORM);
  if (!platform.ok) return platform;
  const threadSafety = resolveChoice(delivery, PHP_THREAD_SAFETY);
  if (!threadSafety.ok) return threadSafety;
  // An empty folder among others means the interpreter's own; an empty list means no folder at all.
  const after = isScanOff(delivery) ? FOLDER : `:${FOLDER}`;
  const folders = buildJoinEdits(delivery, { name: SCAN_DIR, after, separator: ':' });
  if (!folders.ok) return folders;
  const build = `/autoinstrumentation/${version.value}/${platform.value}/${threadSafety.value}`;
  const pod = buildCopiedAgentEdits(delivery, {
    name: NAME,
    command: ['cp', '-r', `${build}/.`, '/autoinstrumentation/opentelemetry.ini', FOLDER],
    folder: FOLDER,
    mountPath: FOLDER,
  });
  const startup = [...folders.value, ...buildStartupEdits(delivery, [AUTOLOAD])];
  return { ok: true, value: { startup, pod } };
};

/** Tells whether the container, or else the Instrumentation, keeps the interpreter from looking for ini files. */
function isScanOff({ view, targets }: Delivery): boolean {
  if (isSetByContainer(view, SCAN_DIR)) return findContainerValue(view, SCAN_DIR) === '';
  const asked = findInstrumentationVariable(targets, SCAN_DIR);
  return asked !== undefined && (asked.value ?? '') === '';
}
