import { DOTNET_RUNTIME } from '../agents/dotnet.js';
import type { EnvEdit } from '../edits.js';
import { findImageVersion, parseImageReference } from '../kubernetes/image-reference.js';
import { findArchitectures } from '../kubernetes/node-requirements.js';
import { resolveChoice } from '../plan/agent-hints.js';
import { type Delivery, buildDeliveryFinding } from '../plan/delivery.js';
import { buildJoinEdits, buildStartupEdits } from '../plan/variable-edits.js';
import type { Finding } from '../reasons.js';
import { err, type Result } from '../result.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { isSetByContainer, findContainerValue } from '../resolve/container-view.js';
import { isOlder } from '../version.js';
import { buildCopiedAgentEdits } from './copied-agent.js';
import type { Recipe } from '../plan/recipe.js';

const NAME = 'opentelemetry-auto-instrumentation-dotnet';
const FOLDER = '/otel-auto-instrumentation-dotnet';
/** The OpenTelemetry profiler. https://opentelemetry.io/docs/zero-code/dotnet/configuration/ */
const PROFILER = '{918728DD-259F-4A6A-AC2B-B85E1B658318}';
const HOME = 'OTEL_DOTNET_AUTO_HOME';

/** Folder of the profiler library by runtime. */
const LIBRARIES = { 'linux-x64': 'linux', 'linux-musl-x64': 'linux-musl' };
/**
 * The first image in which these folders hold the library of the node's architecture. Before it, and in what is built from a
 * release of the agent, each architecture has its own; later images link that name to the folder.
 * https://github.com/open-telemetry/opentelemetry-operator/pull/5350
 */
const FIRST_IMAGE = { name: 'autoinstrumentation-dotnet', version: '1.16.0' };

/** `join` variables are colon-separated lists that the user may have begun; the others are the user's if set. */
const listProfilerVariables = (library: string): readonly (readonly ['keep' | 'join', string, string])[] => [
  ['keep', 'CORECLR_ENABLE_PROFILING', '1'],
  ['keep', 'CORECLR_PROFILER', PROFILER],
  ['keep', 'CORECLR_PROFILER_PATH', `${FOLDER}/${library}/OpenTelemetry.AutoInstrumentation.Native.so`],
  ['join', 'DOTNET_STARTUP_HOOKS', `${FOLDER}/net/OpenTelemetry.AutoInstrumentation.StartupHook.dll`],
  ['join', 'DOTNET_ADDITIONAL_DEPS', `${FOLDER}/AdditionalDeps`],
  ['keep', HOME, FOLDER],
  ['join', 'DOTNET_SHARED_STORE', `${FOLDER}/store`],
];

/** https://opentelemetry.io/docs/zero-code/dotnet/ */
export const buildDotnetEdits: Recipe = (delivery) => {
  const runtime = resolveChoice(delivery, DOTNET_RUNTIME);
  if (!runtime.ok) return runtime;
  const other = checkOtherAgent(delivery);
  if (other !== undefined) return err(other);
  const startup = buildProfilerEdits(delivery, findLibraryFolder(delivery, LIBRARIES[runtime.value]));
  if (!startup.ok) return startup;
  const command = ['cp', '-r', '/autoinstrumentation/.', FOLDER];
  const pod = buildCopiedAgentEdits(delivery, { name: NAME, command, folder: FOLDER, mountPath: FOLDER });
  return { ok: true, value: { startup: startup.value, pod } };
};

/** The folder in the image, as its reference and the pod's node suggest. */
function findLibraryFolder({ image, pod }: Delivery, library: string): string {
  const version = findImageVersion(image.value);
  const isShared =
    parseImageReference(image.value)?.name === FIRST_IMAGE.name &&
    version !== undefined &&
    !isOlder(version, FIRST_IMAGE.version);
  if (isShared) return library;
  const isArm = findArchitectures(pod.spec)?.every((each) => each === 'arm64') === true;
  return `${library}-${isArm ? 'arm64' : 'x64'}`;
}

function buildProfilerEdits(delivery: Delivery, library: string): Result<readonly EnvEdit[], Finding> {
  const edits: EnvEdit[] = [];
  for (const [how, name, value] of listProfilerVariables(library)) {
    const part: Result<readonly EnvEdit[], Finding> =
      how === 'keep'
        ? { ok: true, value: buildStartupEdits(delivery, [{ name, value }]) }
        : buildJoinEdits(delivery, { name, after: value, separator: ':' });
    if (!part.ok) return part;
    edits.push(...part.value);
  }
  return { ok: true, value: edits };
}

/** Where the CLR looks for its profiler; a path for the architecture goes before the common one. */
const LIBRARY_PATHS = ['CORECLR_PROFILER_PATH', 'CORECLR_PROFILER_PATH_64', 'CORECLR_PROFILER_PATH_ARM64'];

/** Tells whether a variable is set to anything but a file of the agent; an empty one is as good as none. */
function isOtherLibrary({ view, targets }: Delivery, name: string): boolean {
  const isOwn = isSetByContainer(view, name);
  const asked = findInstrumentationVariable(targets, name);
  if (!isOwn && asked === undefined) return false;
  const value = isOwn ? findContainerValue(view, name) : asked?.value;
  return value !== '' && value?.startsWith(`${FOLDER}/`) !== true;
}

/** A profiler or home folder of the user's and ours cannot be mixed: the CLR loads one profiler. */
function checkOtherAgent(delivery: Delivery): Finding | undefined {
  const { view, ref, targets } = delivery;
  const isOwn = isSetByContainer(view, 'CORECLR_PROFILER');
  const profiler = isOwn
    ? findContainerValue(view, 'CORECLR_PROFILER')
    : findInstrumentationVariable(targets, 'CORECLR_PROFILER')?.value;
  if (profiler !== undefined && profiler.toUpperCase() !== PROFILER)
    return buildDeliveryFinding(
      delivery,
      'user-setting-unsupported',
      `${isOwn ? ref.name : 'the Instrumentation'} loads another profiler by CORECLR_PROFILER.`,
    );
  const library = LIBRARY_PATHS.find((name) => isOtherLibrary(delivery, name));
  if (library !== undefined)
    return buildDeliveryFinding(
      delivery,
      'user-setting-unsupported',
      `${library} leads away from ${FOLDER}, where the profiler of the agent is.`,
    );
  const hasHome = isSetByContainer(view, HOME) || findInstrumentationVariable(targets, HOME) !== undefined;
  return hasHome
    ? buildDeliveryFinding(delivery, 'user-setting-unsupported', `${HOME} is set already.`)
    : undefined;
}
