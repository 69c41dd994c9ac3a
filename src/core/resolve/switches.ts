import { AGENTS } from '../agents/agents.js';
import { isBroughtBack, isSwitchedOff } from '../agents/tracing-switch.js';
import { isMet } from '../agents/variable-rule.js';
import type { Target } from '../decide/target.js';
import type { Language } from '../domain.js';
import { findImageVersion } from '../kubernetes/image-reference.js';
import { type Finding, buildFinding } from '../reasons.js';
import { cutName, quoteValue } from '../shown-text.js';
import { isOlder } from '../version.js';
import type { ContainerContext } from './container-context.js';
import { isGivenByContainer, isSetByContainer } from './container-view.js';
import { createValueFinder } from './effective-value.js';
import { checkInstrumentationNames, type SettingFinder } from './instrumentation-names.js';
import { findAskedImage, findLanguageSection, findSpecField } from './instrumentation-values.js';
import type { JavaProperty } from './java-properties.js';
import { JAVA_PROGRAM, listProgramOptions, PYTHON_PROGRAM, type StartedProgram } from './program-options.js';
import { resolveSampler } from './sampling.js';
import { describeVariable } from './value-finding.js';
import { ENDPOINT, PROTOCOL, TRACES_ENDPOINT, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';

/**
 * What keeps the agent of a target from tracing: the container's settings, the Instrumentation's or the platform's.
 * `properties` are those that the agent gets, as `listAgentProperties` finds them.
 */
export function checkSwitches(
  target: Target,
  context: ContainerContext,
  properties: ReadonlyMap<string, JavaProperty>,
): readonly Finding[] {
  const { language, container } = target;
  const find = createSettingFinder(target, context, properties);
  const findValue = (name: string): string | undefined => find(name)?.value;
  const given = [...properties.keys(), ...listVariableNames(target, context)];
  const told = new Set<string>();
  const where = { language, container: container.name };
  const findings = AGENTS[language].switches.flatMap((each) => {
    if (!isMet(each.when, findValue)) return [];
    if (each.isOfOlderVersions === true && !mayBeOlder(target, context))
      return reportUnread(each.variables, target, context);
    if (each.unless !== undefined && isBroughtBack(each.unless, given, findValue)) return [];
    return each.variables.flatMap((name) => {
      const setting = find(name);
      if (setting === undefined || told.has(name) || !isSwitchedOff(each, setting.value)) return [];
      told.add(name);
      const message = `${language}: ${setting.describe()}, which ${each.effect}.`;
      return [buildFinding('tracing-switched-off', message, where)];
    });
  });
  const others = [
    ...listOtherEndpoints(properties),
    ...listOtherExports(properties, context),
    ...listSilencingOptions(target, context),
  ];
  return [
    ...findings,
    ...checkInstrumentationNames(target, context, find),
    ...others.map((sentence) => buildFinding('tracing-switched-off', `${language}: ${sentence}.`, where)),
  ];
}

/** Endpoints that hide the one that is written into the pod. */
const listOtherEndpoints = (properties: ReadonlyMap<string, JavaProperty>): readonly string[] =>
  [TRACES_ENDPOINT, ENDPOINT]
    .flatMap((name) => properties.get(name) ?? [])
    .slice(0, 1)
    .map(({ statement }) => `${statement}, which wins over the variables, so traces go there`);

/** Ways to send that hide those that are written into the pod, as beside other languages, or where the Instrumentation has them. */
const listOtherExports = (
  properties: ReadonlyMap<string, JavaProperty>,
  { view }: ContainerContext,
): readonly string[] =>
  [TRACES_EXPORTER, TRACES_PROTOCOL, PROTOCOL]
    .filter((name) => !isSetByContainer(view, name))
    .flatMap((name) => properties.get(name) ?? [])
    .map(({ statement }) => `${statement}, which goes before the variables, whatever these fit`);

/** Options of a program that keep the agent out. */
interface SilencingOption {
  readonly program: StartedProgram;
  readonly isMeant: (option: string) => boolean;
  /** What they do, as the end of a sentence. */
  readonly effect: string;
}

const MANAGER = '-Djava.security.manager';
/** Words with which there is none at the start. */
const NO_MANAGER = ['allow', 'disallow'].map((word) => `${MANAGER}=${word}`);

const SILENCING: Partial<Record<Language, SilencingOption>> = {
  python: {
    program: PYTHON_PROGRAM,
    // Short options may be combined in one word.
    isMeant: (option) => /^-[bBdiOPqRsuvx]*[IES]/.test(option),
    effect: 'with which Python does not load the agent',
  },
  java: {
    program: JAVA_PROGRAM,
    // https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/SecurityManager.html
    isMeant: (option) => option.split('=')[0] === MANAGER && !NO_MANAGER.includes(option),
    effect: 'with which the agent does not start unless the policy grants all permissions',
  },
};

/** What the command of a container says that keeps the agent out. */
function listSilencingOptions(
  { language, container: { name } }: Target,
  { container }: ContainerContext,
): readonly string[] {
  const silencing = SILENCING[language];
  if (silencing === undefined) return [];
  const option = listProgramOptions(container, silencing.program).find(silencing.isMeant);
  return option === undefined
    ? []
    : [`the command of ${name} has the option ${cutName(option)}, ${silencing.effect}`];
}

/** Variables of the container that only older agents read. */
const reportUnread = (
  variables: readonly string[],
  { language, container }: Target,
  { view }: ContainerContext,
): readonly Finding[] =>
  variables
    .filter((name) => isGivenByContainer(view, name))
    .map((name) => {
      const message = `${language}: ${container.name} sets ${name}, which agents of this version do not read.`;
      return buildFinding('user-setting-ignored', message, { language, container: container.name });
    });

/** Tells whether the image of an agent may hold an older one than the default image. */
function mayBeOlder(target: Target, { platform }: ContainerContext): boolean {
  const image = findAskedImage(target, platform);
  if (image === undefined) return false;
  const version = findImageVersion(image);
  const ours = findImageVersion(AGENTS[target.language].files?.image ?? '');
  return version === undefined || ours === undefined || isOlder(version, ours);
}

/** Finds what holds in the end: what the container sets, the sampler that is resolved, and the Instrumentation's variables. */
function createSettingFinder(
  { container }: Target,
  context: ContainerContext,
  properties: ReadonlyMap<string, JavaProperty>,
): SettingFinder {
  const find = createValueFinder(context);
  const { variables: sampler, dropped } = resolveSampler(context);
  return (name) => {
    const property = properties.get(name);
    if (property !== undefined) return { value: property.value, describe: () => property.statement };
    const resolved = sampler.find((setting) => setting.name === name);
    if (resolved !== undefined) {
      const { value } = resolved;
      return { value, describe: () => describeSampler(name, value, context) };
    }
    const value = dropped.includes(name) ? undefined : find(name);
    if (value === undefined) return undefined;
    const describe = (): string => {
      const owner = isSetByContainer(context.view, name) ? container.name : 'the Instrumentation';
      return `${owner} sets ${describeVariable(name, value)}`;
    };
    return { value, describe };
  };
}

const SAMPLER_FIELDS: Readonly<Record<string, 'type' | 'argument'>> = {
  OTEL_TRACES_SAMPLER: 'type',
  OTEL_TRACES_SAMPLER_ARG: 'argument',
};

/** A sampler that is resolved is in a field of the Instrumentation, or comes from the platform. */
function describeSampler(name: string, value: string, { targets }: ContainerContext): string {
  const field = SAMPLER_FIELDS[name];
  const isField = field !== undefined && findSpecField(targets, ({ sampler }) => sampler?.[field]) === value;
  return isField
    ? `spec.sampler.${field} of the Instrumentation is ${quoteValue(value)}`
    : `the platform sets ${describeVariable(name, value)}`;
}

/** The variables that the container and the Instrumentation are known to set. */
function listVariableNames(
  target: Target,
  { container, targets, namespaceName, snapshot }: ContainerContext,
): readonly string[] {
  const imported = (container.envFrom ?? []).flatMap(({ configMapRef, prefix = '' }) =>
    Object.keys(snapshot.configMaps.get(`${namespaceName}/${configMapRef?.name ?? ''}`) ?? {}).map(
      (key) => prefix + key,
    ),
  );
  const own = [...(container.env ?? []), ...(findLanguageSection(target)?.env ?? [])];
  const shared = targets.flatMap(({ instrumentation }) => instrumentation?.spec.env ?? []);
  return [...imported, ...[...own, ...shared].map(({ name }) => name)];
}
