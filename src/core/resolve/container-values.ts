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
import { completeEndpoint, findOtherService, isLoopback } from './endpoint-text.js';
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
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/**
 * Judges what a container sets for the agent of a language. Its values are kept whatever they are: a language whose agent would
 * not start with them, or would send nowhere, is refused, and the rest is noticed.
 */
export function checkContainerValues(
  target: Target,
  context: ContainerContext,
): Result<readonly Finding[], Finding> {
  const alone = { ...context, targets: [target] };
  const find = createValueFinder(alone);
  const isUnknown = createDoubt(alone, find);
  const notices: Finding[] = [];
  for (const name of listRuledVariables(target.language)) {
    if (!isSetByContainer(context.view, name)) continue;
    const value = find(name);
    const fault =
      value === undefined ? undefined : findValueFault(target.language, { name, value, find, isUnknown });
    if (fault === undefined) continue;
    const isKnown = !isNamed(fault.rule) || !hasOtherWords(target, context);
    const finding = isKnown
      ? buildValueFinding(target, name, { fault, context })
      : buildDoubtFinding(target, name, fault);
    if (isRefusal(finding)) return err(finding);
    notices.push(finding);
  }
  return ok([
    ...notices,
    ...checkContainerEndpoints(target, context, find),
    ...checkBroughtProtocol(target, context, find),
    ...checkSwitches(target, alone),
  ]);
}

interface FaultInContainer {
  readonly fault: ValueFault;
  readonly context: ContainerContext;
}

function buildValueFinding(
  { language, container }: Target,
  name: string,
  { fault, context }: FaultInContainer,
): Finding {
  const { value, consequence } = fault;
  const where = { language, container: container.name };
  const allowed = `allowed: ${describeAllowed(fault)}.`;
  const meant = describeMeaning(name, fault, context);
  const set = value === '' ? `${name} to an empty text` : describeVariable(name, value);
  const subject = `${language}: ${container.name} sets ${set}`;
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

function buildDoubtFinding({ language, container }: Target, name: string, fault: ValueFault): Finding {
  const subject = `${language}: ${container.name} sets ${describeVariable(name, fault.value)}`;
  const message = `${subject}, which the agent of the default image does not take; there, allowed is: ${describeAllowed(fault)}.`;
  return buildFinding('user-setting-ignored', message, { language, container: container.name });
}

/** What was meant, or why it could not come out, as a sentence behind another. Headers may hold credentials, so nothing is told. */
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

/** Endpoints that an agent takes, and that hardly lead to a receiver of OTLP. */
function checkContainerEndpoints(
  { language, container }: Target,
  context: ContainerContext,
  find: ValueFinder,
): readonly Finding[] {
  // The one for traces hides the other.
  const name = [TRACES_ENDPOINT, ENDPOINT].find((each) => isSetByContainer(context.view, each));
  const value = name === undefined ? undefined : find(name);
  if (name === undefined || value === undefined) return [];
  const doubt = describeDoubt(name, value, context);
  if (doubt === undefined) return [];
  const message = `${language}: ${container.name} sets ${describeVariable(name, value)}; ${doubt}.`;
  return [buildFinding('endpoint-doubtful', message, { language, container: container.name })];
}

/** Why an endpoint hardly leads to a receiver of OTLP, as the end of a sentence; undefined where nothing speaks against it. */
export function describeDoubt(name: string, value: string, context: ContainerContext): string | undefined {
  const { value: meant } = completeEndpoint(name, value);
  if (meant !== value) return `this was probably meant to be ${redactUrl(meant)}${describeBlanks(value)}`;
  const service = findOtherService(value);
  if (service !== undefined) return `this is the port of ${service}, which takes in no OTLP`;
  return isLoopback(value) && isAlone(context)
    ? 'this leads back into the pod, where no other container is yet'
    : undefined;
}

/** Nobody sees a blank in a sentence. */
function describeBlanks(value: string): string {
  const places = [
    ...(value === value.trimStart() ? [] : ['in front']),
    ...(value === value.trimEnd() ? [] : ['at the end']),
  ];
  return places.length === 0 ? '' : `, without the blank ${places.join(' and ')}`;
}

/** Tells whether a pod has one container, and nobody asked for a Collector beside it. */
function isAlone({ pod }: ContainerContext): boolean {
  const { containers, initContainers = [], hostNetwork } = pod.spec;
  const hasSidecar =
    initContainers.some(({ restartPolicy }) => restartPolicy === 'Always') ||
    Object.keys(pod.metadata?.annotations ?? {}).some((key) => key.startsWith('sidecar.opentelemetry.io/'));
  return containers.length === 1 && hostNetwork !== true && !hasSidecar;
}
