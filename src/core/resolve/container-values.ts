import { AGENTS } from '../agents/agents.js';
import { judgeForm } from '../agents/value-form.js';
import type { VariableRule } from '../agents/variable-rule.js';
import { redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import { parseImageReference } from '../kubernetes/image-reference.js';
import { type Finding, buildFinding, isRefusal } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import type { ContainerContext } from './container-context.js';
import { findContainerValue, isSetByContainer } from './container-view.js';
import { findAskedImage, findLanguageSection } from './instrumentation-values.js';
import { createValueFinder, type ValueFinder } from './effective-value.js';
import { checkBroughtProtocol } from './endpoint-protocol.js';
import { checkContainerEndpoints } from './endpoint-doubt.js';
import { completeEndpoint } from './endpoint-text.js';
import { type JavaProperty, listAgentProperties } from './java-properties.js';
import { checkSwitches } from './switches.js';
import { describePort, describeUnreplaced } from './value-cause.js';
import {
  createDoubt,
  describeAllowed,
  describeVariable,
  findValueFault,
  listRuledVariables,
  type ValueFault,
} from './value-finding.js';

/**
 * Judges the values that a container sets for the agent of a language. They are always kept: if the agent would not
 * start with them, or would send nothing, the language is refused; other problems get a notice.
 */
export function checkContainerValues(
  target: Target,
  context: ContainerContext,
): Result<readonly Finding[], Finding> {
  const alone = { ...context, targets: [target] };
  const findVariable = createValueFinder(alone);
  const properties = listAgentProperties(target.language, alone, findVariable);
  const find: ValueFinder = (name) => properties.get(name)?.value ?? findVariable(name);
  const isUnknown = createDoubt(alone, find);
  const notices: Finding[] = [];
  for (const name of listRuledVariables(target.language)) {
    const property = properties.get(name);
    if (property === undefined && !isSetByContainer(context.view, name)) continue;
    const value = find(name);
    const fault =
      value === undefined ? undefined : findValueFault(target.language, { name, value, find, isUnknown });
    if (fault === undefined) continue;
    const finding = buildFaultFinding(target, name, { fault, context, property });
    if (isRefusal(finding)) return err(finding);
    notices.push(finding);
  }
  return ok([
    ...notices,
    ...checkContainerEndpoints(target, context, find),
    ...checkBroughtProtocol(target, context, find),
    ...checkSwitches(target, alone, properties),
  ]);
}

interface FaultInContainer {
  readonly fault: ValueFault;
  readonly context: ContainerContext;
  /** The property of a JVM that has the value; undefined where it is a variable. */
  readonly property: JavaProperty | undefined;
}

function buildFaultFinding(target: Target, name: string, found: FaultInContainer): Finding {
  const { fault, context, property } = found;
  if (property?.isOwn === false) return buildInstrumentationFinding(target, property, fault);
  const isKnown = !isNamed(fault.rule) || !hasOtherWords(target, context);
  return isKnown ? buildValueFinding(target, name, found) : buildDoubtFinding(target, name, found);
}

/** The Instrumentation's options are joined to the container's, so that nothing can be taken out of them. */
function buildInstrumentationFinding(
  { language, container }: Target,
  { statement }: JavaProperty,
  fault: ValueFault,
): Finding {
  const message = `${language}: ${statement}, which the agent does not accept; allowed: ${describeAllowed(fault)}.`;
  return buildFinding('instrumentation-value-unsupported', message, { language, container: container.name });
}

function describeSetting(
  { language, container }: Target,
  name: string,
  { fault: { value }, property }: FaultInContainer,
): string {
  if (property !== undefined) return `${language}: ${property.statement}`;
  const set = value === '' ? `${name} to an empty text` : describeVariable(name, value);
  return `${language}: ${container.name} sets ${set}`;
}

function buildValueFinding(target: Target, name: string, found: FaultInContainer): Finding {
  const { language, container } = target;
  const { fault, context } = found;
  const where = { language, container: container.name };
  const allowed = `allowed: ${describeAllowed(fault)}.`;
  const meant = describeMeaning(name, fault, context);
  const subject = describeSetting(target, name, found);
  const { consequence } = fault;
  switch (consequence) {
    case 'stops':
      return buildFinding(
        'user-setting-unsupported',
        `${subject}, with which the agent does not start; ${allowed}${meant}`,
        where,
      );
    case 'sends-nothing':
      return buildFinding(
        'user-setting-unsupported',
        `${subject}, with which the agent sends no traces; ${allowed}${meant}`,
        where,
      );
    case 'ignored':
      return buildFinding(
        'user-setting-ignored',
        `${subject}, which the agent ignores; ${allowed}${meant}`,
        where,
      );
  }
}

/** Tells whether a rule lists names, of exporters, samplers and propagators among others, which an agent can add to. */
const isNamed = ({ form }: VariableRule): boolean => form.kind === 'word' || form.kind === 'words';

/** Tells whether an agent may know other names than the default one: its image is another one, or it has extensions. */
function hasOtherWords(target: Target, { platform }: ContainerContext): boolean {
  const { language } = target;
  const section = findLanguageSection(target);
  const own = findAskedImage(target, platform);
  const nameOf = (image: string | undefined): string | undefined => parseImageReference(image ?? '')?.name;
  const isOther = own !== undefined && nameOf(own) !== nameOf(AGENTS[language].files?.image);
  return isOther || (section?.extensions ?? []).length > 0;
}

function buildDoubtFinding(target: Target, name: string, found: FaultInContainer): Finding {
  const { language, container } = target;
  const subject = describeSetting(target, name, found);
  const message = `${subject}, which the agent of the default image does not accept; that one allows: ${describeAllowed(found.fault)}.`;
  return buildFinding('user-setting-ignored', message, { language, container: container.name });
}

/** What was meant, or why the value is wrong, as a second sentence; none for headers, which may hold credentials. */
function describeMeaning(name: string, { rule, value }: ValueFault, context: ContainerContext): string {
  if (rule.form.kind === 'pairs') return '';
  const written = findContainerValue(context.view, name) ?? value;
  const cause = describeUnreplaced({ name, written, seen: value }, context);
  if (cause !== undefined) return ` ${cause}.`;
  if (rule.form.kind !== 'url') return '';
  const port = describePort(value);
  if (port !== undefined) return ` ${port}.`;
  const { value: meant } = completeEndpoint(name, value);
  const isBetter = meant !== value && judgeForm(rule.form, meant) === 'fits';
  return isBetter ? ` It was probably meant to be ${redactUrl(meant)}.` : '';
}
