import { describeForm } from '../agents/value-form.js';
import { redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import type { PodContext } from '../decide/pod-context.js';
import { type Backend, EXPORTERS, isMember, PROTOCOLS, type Setting } from '../domain.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { findSection, getSectionName } from '../objects/instrumentation-sections.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import { type Finding, buildFinding } from '../reasons.js';
import { buildContainerContext, type ContainerContext } from './container-context.js';
import { describeDoubt } from './container-values.js';
import { isSetByContainer } from './container-view.js';
import { createValueFinder, expandAfterContainer } from './effective-value.js';
import { completeEndpoint } from './endpoint-text.js';
import { describeVariable, findValueFault } from './value-finding.js';
import { ENDPOINT, PROTOCOL, TRACES_ENDPOINT, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';

/** A target whose Instrumentation holds what its agent takes, as far as a platform can give something else instead. */
interface CheckedTarget {
  readonly target: Target;
  readonly findings: readonly Finding[];
}

type Spec = Instrumentation['spec'];

/** The same for all targets of a pod. */
export function checkInstrumentations(
  targets: readonly Target[],
  context: PodContext,
  backend: Setting<Backend> | undefined,
): { readonly targets: readonly Target[]; readonly findings: readonly Finding[] } {
  const checked = targets.map((target) =>
    checkInstrumentationValues(target, buildContainerContext([target], context, backend)),
  );
  return {
    targets: checked.map(({ target }) => target),
    findings: checked.flatMap(({ findings }) => findings),
  };
}

/**
 * Judges what an Instrumentation sets for the agent of a target. Under a platform endpoints are completed to what was meant,
 * and values that the agent does not take make room for the platform's. Without one everything is kept, as the Operator keeps it.
 * Both are told, unless the container sets the variable itself.
 */
function checkInstrumentationValues(target: Target, context: ContainerContext): CheckedTarget {
  const { instrumentation } = target;
  if (instrumentation === undefined) return { target, findings: [] };
  const changes = listChanges(target, { ...context, targets: [target] });
  if (changes.length === 0) return { target, findings: [] };
  const { language, container } = target;
  const findings = changes
    .filter(({ name }) => !isSetByContainer(context.view, name))
    .map(({ code, message }) =>
      buildFinding(code, `${language}: ${message}`, { language, container: container.name }),
    );
  if (context.platform === undefined) return { target, findings };
  const spec = changes.reduce<Spec>(
    (left, change) => applyChange(left, target, change),
    instrumentation.spec,
  );
  return { target: { ...target, instrumentation: { ...instrumentation, spec } }, findings };
}

/** A variable of an Instrumentation that is not as the agent wants it. */
interface Change {
  readonly name: string;
  /** What holds instead under a platform; undefined where the variable is left out, null where it stays. */
  readonly value: string | undefined | null;
  readonly code: Finding['code'];
  readonly message: string;
}

const SAMPLER_VARIABLES = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];
const ENDPOINTS = [ENDPOINT, TRACES_ENDPOINT];

function listChanges(target: Target, context: ContainerContext): readonly Change[] {
  const seen = new Set<string>();
  return listGivenValues(target).flatMap(({ name, value }) => {
    if (value === undefined || seen.has(name)) return [];
    seen.add(name);
    return ENDPOINTS.includes(name)
      ? listEndpointChanges(name, value, target, context)
      : listValueChanges(name, value, target, context);
  });
}

/** What an Instrumentation gives a target, strongest first: variables of the language, of all, and the endpoint. */
function listGivenValues({ instrumentation, language }: Target): readonly Pick<EnvVar, 'name' | 'value'>[] {
  if (instrumentation === undefined) return [];
  const { spec } = instrumentation;
  const { endpoint } = spec.exporter ?? {};
  return [
    ...(findSectionVariables(spec, language) ?? []),
    ...(spec.env ?? []),
    ...(endpoint === undefined || endpoint === '' ? [] : [{ name: ENDPOINT, value: endpoint }]),
  ];
}

const findSectionVariables = (spec: Spec, language: Target['language']): readonly EnvVar[] | undefined =>
  findSection(spec, language)?.env;

/** Samplers and propagators are resolved, and told, where a platform may have its own. */
const RESOLVED_ELSEWHERE = new Set([...SAMPLER_VARIABLES, 'OTEL_PROPAGATORS']);

function listEndpointChanges(
  name: string,
  written: string,
  target: Target,
  context: ContainerContext,
): readonly Change[] {
  const { value, changes } = completeEndpoint(name, written);
  const completed = changes.length === 0 ? [] : [buildCompletion({ name, written, value, changes }, context)];
  const known = expandAfterContainer(value, context);
  if (known === undefined) return completed;
  const find = createValueFinder(context);
  const fault = findValueFault(target.language, { name, value: known, find });
  if (fault !== undefined) return [buildRejection(name, written, describeForm(fault.rule.form), context)];
  const doubt =
    context.platform === undefined && changes.length > 0 ? undefined : describeDoubt(name, known, context);
  if (doubt === undefined) return completed;
  const message = `the Instrumentation sends to ${redactUrl(known)}; ${doubt}.`;
  return [...completed, { name, value: null, code: 'endpoint-doubtful', message }];
}

interface Completion {
  readonly name: string;
  readonly written: string;
  readonly value: string;
  readonly changes: readonly string[];
}

function buildCompletion(
  { name, written, value, changes }: Completion,
  { platform }: ContainerContext,
): Change {
  const asked = `the Instrumentation sets ${describeVariable(name, written)}`;
  return platform === undefined
    ? {
        name,
        value: null,
        code: 'instrumentation-value-unsupported',
        message: `${asked}; this was probably meant to be ${redactUrl(value)}.`,
      }
    : {
        name,
        value,
        code: 'endpoint-completed',
        message: `${asked}; ${redactUrl(value)} is used: ${changes.join(', ')}.`,
      };
}

function listValueChanges(
  name: string,
  written: string,
  { language }: Target,
  context: ContainerContext,
): readonly Change[] {
  if (RESOLVED_ELSEWHERE.has(name) || (context.platform === undefined && isToldElsewhere(name, written)))
    return [];
  const value = expandAfterContainer(written, context);
  if (value === undefined) return [];
  const fault = findValueFault(language, { name, value, find: createValueFinder(context) });
  return fault === undefined ? [] : [buildRejection(name, written, describeForm(fault.rule.form), context)];
}

/** Exporters and protocols that the specification knows are told of by what resolves the exporter. */
const isToldElsewhere = (name: string, value: string): boolean =>
  (name === TRACES_EXPORTER && isMember(EXPORTERS, value)) ||
  ([PROTOCOL, TRACES_PROTOCOL].includes(name) && isMember(PROTOCOLS, value));

function buildRejection(
  name: string,
  written: string,
  allowed: string,
  { platform }: ContainerContext,
): Change {
  const asked = `the Instrumentation sets ${describeVariable(name, written)}, which the agent does not take`;
  return platform === undefined
    ? {
        name,
        value: null,
        code: 'instrumentation-value-unsupported',
        message: `${asked}; allowed: ${allowed}.`,
      }
    : {
        name,
        value: undefined,
        code: 'instrumentation-value-ignored',
        message: `${asked}; it is left out. Allowed: ${allowed}.`,
      };
}

/** A spec with another value for a variable, or without it, wherever it gives it. */
function applyChange(spec: Spec, { language }: Target, change: Change): Spec {
  if (change.value === null) return spec;
  const field = getSectionName(language);
  const section = field === undefined ? undefined : spec[field];
  return {
    ...spec,
    ...(spec.env === undefined ? {} : { env: changeVariable(spec.env, change) }),
    ...(field === undefined || section?.env === undefined
      ? {}
      : { [field]: { ...section, env: changeVariable(section.env, change) } }),
    ...changeEndpoint(spec, change),
  };
}

const changeVariable = (list: readonly EnvVar[], { name, value }: Change): EnvVar[] =>
  list.flatMap((variable) => {
    if (variable.name !== name || variable.value === undefined) return [variable];
    return typeof value === 'string' ? [{ ...variable, value }] : [];
  });

const changeEndpoint = ({ exporter }: Spec, { name, value }: Change): Pick<Spec, 'exporter'> =>
  name !== ENDPOINT || exporter?.endpoint === undefined
    ? {}
    : { exporter: { ...exporter, endpoint: value ?? '' } };
