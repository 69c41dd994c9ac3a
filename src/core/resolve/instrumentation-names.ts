import { AGENTS } from '../agents/agents.js';
import {
  type InstrumentationList,
  listKnownNames,
  listUnknownNames,
} from '../agents/instrumentation-list.js';
import type { Target } from '../decide/target.js';
import { countEdits } from '../edit-distance.js';
import { type Finding, buildFinding } from '../reasons.js';
import { listSome, quoteValue } from '../shown-text.js';
import type { ContainerContext } from './container-context.js';
import { isSetByContainer } from './container-view.js';
import { hasDefaultAgent } from './default-agent.js';

/** A value that the agent gets to see, and who says so. */
interface GivenSetting {
  readonly value: string;
  /** Gives the beginning of a sentence. */
  readonly describe: () => string;
}

/** Finds what holds for a variable in the end; undefined where it is not set, or not known. */
export type SettingFinder = (name: string) => GivenSetting | undefined;

/**
 * Names of instrumentations that the agent of a target does not know. It passes over them and logs nothing by default; where
 * it knows none of those that are to be on, it instruments nothing. Nothing is said of an agent from another image than the
 * default one, or of another version, which may know others.
 */
export function checkInstrumentationNames(
  target: Target,
  context: ContainerContext,
  find: SettingFinder,
): readonly Finding[] {
  const list = AGENTS[target.language].instrumentations;
  if (list === undefined || !hasDefaultAgent(target, context)) return [];
  const listed = [list.enabled, list.disabled].flatMap((variable): readonly Finding[] => {
    const setting = find(variable);
    // An empty one is none, and of `none` alone the switches tell.
    if (setting === undefined || setting.value === '' || isNone(setting.value)) return [];
    const unknown = listUnknownNames(list, setting.value);
    const isOff = variable === list.enabled && listKnownNames(list, setting.value).length === 0;
    const written = unknown.filter((name) => name !== '');
    if (!isOff && written.length === 0) return [];
    const { language, container } = target;
    const faults = isOff
      ? 'which names no instrumentation of the agent, so that all are off'
      : `of which the agent does not know ${listSome(written.map(quoteValue))}`;
    const message = `${language}: ${setting.describe()}, ${faults}; ${describeMeantNames(list, written)}.`;
    const code = isOff ? 'tracing-switched-off' : findIgnoredCode(variable, context);
    return [buildFinding(code, message, { language, container: container.name })];
  });
  return [...listed, ...reportNoneLeft(target, list, find)];
}

/** A list of what is to be off wins over one of what is to be on. */
function reportNoneLeft(
  { language, container }: Target,
  list: InstrumentationList,
  find: SettingFinder,
): readonly Finding[] {
  const disabled = find(list.disabled);
  const enabled = find(list.enabled)?.value ?? '';
  const asked = enabled === '' ? list.names : listKnownNames(list, enabled);
  if (disabled === undefined || asked.length === 0) return [];
  const off = new Set(listKnownNames(list, disabled.value));
  if (!asked.every((name) => off.has(name))) return [];
  const what = enabled === '' ? 'all there are' : `all that ${list.enabled} switches on`;
  const message = `${language}: ${disabled.describe()}, which switches off ${what}, so that no instrumentation is left.`;
  return [buildFinding('tracing-switched-off', message, { language, container: container.name })];
}

const isNone = (value: string): boolean => value.split(',').every((name) => name.trim() === 'none');

const findIgnoredCode = (
  variable: string,
  { view }: ContainerContext,
): 'user-setting-ignored' | 'instrumentation-value-unsupported' =>
  isSetByContainer(view, variable) ? 'user-setting-ignored' : 'instrumentation-value-unsupported';

/** Names that are looked at for what was meant. */
const MOST_CORRECTED = 5;

/** The names that were probably meant, or where that is not known of each all that are allowed. */
function describeMeantNames(list: InstrumentationList, unknown: readonly string[]): string {
  const meant = unknown.slice(0, MOST_CORRECTED).map((name) => findMeantName(list, name));
  const isKnown = meant.length > 0 && unknown.length <= MOST_CORRECTED && !meant.includes(undefined);
  return isKnown
    ? `probably meant: ${[...new Set(meant)].join(', ')}`
    : `allowed: ${list.names.join(', ')}, separated by commas`;
}

/** Names are short; more need not be compared. */
const LONGEST_COMPARED = 63;

/** The known name that an unknown one is a package of, or is one slip away from; undefined without one. */
function findMeantName({ names, prefix }: InstrumentationList, unknown: string): string | undefined {
  if (unknown.length > LONGEST_COMPARED) return undefined;
  const written = unknown.toLowerCase();
  const short = prefix.slice(prefix.lastIndexOf('/') + 1);
  const start = [prefix, short].find((each) => written.startsWith(each)) ?? '';
  const bare = written.slice(start.length);
  if (names.includes(bare)) return bare;
  // In a shorter name one slip makes another word.
  return bare.length < 4 ? undefined : names.find((name) => countEdits(bare, name) === 1);
}
