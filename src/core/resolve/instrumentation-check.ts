import { AGENTS } from '../agents/agents.js';
import type { Target } from '../decide/target.js';
import type { PodContext } from '../decide/pod-context.js';
import { type Backend, EXPORTERS, isMember, PROTOCOLS, type Setting } from '../domain.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { findSection } from '../objects/instrumentation-sections.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { ContainerContext } from './container-context.js';
import { buildTargetContext } from './target-context.js';
import { isSetByContainer } from './container-view.js';
import { createValueFinder, expandAfterContainer } from './effective-value.js';
import { describeBroughtProtocol } from './endpoint-protocol.js';
import { applyChange, buildRejection, type Change, type GivenValue } from './instrumentation-change.js';
import { ENDPOINTS, listEndpointChanges } from './instrumentation-endpoint.js';
import {
  createDoubt,
  describeAllowed,
  describeEndpoint,
  describeVariable,
  findValueFault,
} from './value-finding.js';
import { ENDPOINT, PROTOCOL, TRACES_EXPORTER, TRACES_PROTOCOL } from './variable-names.js';

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
    checkInstrumentationValues(target, buildTargetContext([target], context, backend)),
  );
  return {
    targets: checked.map(({ target }) => target),
    findings: checked.flatMap(({ findings }) => findings),
  };
}

/**
 * Judges what an Instrumentation sets for the agent of a target. Under a platform endpoints are completed to what was meant,
 * and values that the agent does not take make room for the platform's. Without one everything is kept, as the Operator keeps it.
 * Both are reported, unless the container sets the variable itself.
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

const SAMPLER_VARIABLES = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];

function listChanges(target: Target, context: ContainerContext): readonly Change[] {
  const seen = new Set<string>();
  return listGivenValues(target).flatMap((given) => {
    if (seen.has(given.name)) return [];
    seen.add(given.name);
    return ENDPOINTS.includes(given.name)
      ? listEndpointChanges(given, target, context)
      : listValueChanges(given, target, context);
  });
}

/** What an Instrumentation gives a target, strongest first: variables of the language, of all, and the endpoint. */
function listGivenValues({ instrumentation, language }: Target): readonly GivenValue[] {
  if (instrumentation === undefined) return [];
  const { spec, metadata } = instrumentation;
  const { endpoint } = spec.exporter ?? {};
  const variables = [...(findSectionVariables(spec, language) ?? []), ...(spec.env ?? [])];
  const field = `spec.exporter.endpoint of the Instrumentation ${metadata.namespace}/${metadata.name}`;
  return [
    ...variables.flatMap(({ name, value }) =>
      value === undefined
        ? []
        : [{ name, written: value, asked: `the Instrumentation sets ${describeVariable(name, value)}` }],
    ),
    ...(endpoint === undefined || endpoint === ''
      ? []
      : [{ name: ENDPOINT, written: endpoint, asked: `${field} is ${describeEndpoint(endpoint)}` }]),
  ];
}

const findSectionVariables = (spec: Spec, language: Target['language']): readonly EnvVar[] | undefined =>
  findSection(spec, language)?.env;

/** Samplers and propagators are resolved, and reported, where a platform may have its own. */
const RESOLVED_ELSEWHERE = new Set([...SAMPLER_VARIABLES, 'OTEL_PROPAGATORS']);

function listValueChanges(
  given: GivenValue,
  { language }: Target,
  context: ContainerContext,
): readonly Change[] {
  const { name, written } = given;
  if (RESOLVED_ELSEWHERE.has(name) || (context.platform === undefined && isToldElsewhere(name, written)))
    return [];
  const seen = expandAfterContainer(written, context);
  if (seen === undefined) return [];
  const find = createValueFinder(context);
  const isUnknown = createDoubt(context, find);
  const fault = findValueFault(language, { name, value: seen, find, isUnknown });
  if (fault !== undefined) return [buildRejection(given, { seen, allowed: describeAllowed(fault) }, context)];
  const end = PROTOCOL_VARIABLES.includes(name) ? describeBroughtProtocol(language, seen) : undefined;
  if (end === undefined || context.platform === undefined) return [];
  const { protocols } = AGENTS[language].capabilities;
  return [buildRejection(given, { seen, allowed: protocols.join(', '), cause: `it ${end}` }, context)];
}

const PROTOCOL_VARIABLES = [PROTOCOL, TRACES_PROTOCOL];

/** What resolves the exporter reports exporters and protocols that the specification knows. */
const isToldElsewhere = (name: string, value: string): boolean =>
  (name === TRACES_EXPORTER && isMember(EXPORTERS, value)) ||
  (PROTOCOL_VARIABLES.includes(name) && isMember(PROTOCOLS, value));
