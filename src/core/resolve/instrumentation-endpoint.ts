import { describeForm } from '../agents/value-form.js';
import { redactUrl } from '../backends/endpoint.js';
import type { Target } from '../decide/target.js';
import { escapeReferences } from '../kubernetes/variable-reference.js';
import type { ContainerContext } from './container-context.js';
import { isSetByContainer } from './container-view.js';
import { createValueFinder, expandAfterContainer, holdsHost } from './effective-value.js';
import { describeDoubt, findUnruledForm } from './endpoint-doubt.js';
import { completeEndpoint, type CompletedEndpoint } from './endpoint-text.js';
import { buildRejection, type Change, type GivenValue } from './instrumentation-change.js';
import { findInstrumentationVariable, findSpecEndpoint } from './instrumentation-values.js';
import { findValueFault } from './value-finding.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/** Variables that hold an endpoint of OTLP for traces. */
export const ENDPOINTS: readonly string[] = [ENDPOINT, TRACES_ENDPOINT];

/** How an endpoint that an Instrumentation gives is not as the agent of a target wants it. */
export function listEndpointChanges(
  given: GivenValue,
  target: Target,
  context: ContainerContext,
): readonly Change[] {
  const { name, written } = given;
  const { value, changes } = completeGivenEndpoint(given, context);
  const known = expandAfterContainer(value, context);
  const completed = changes.length === 0 ? [] : [buildCompletion(given, { value, changes }, context)];
  if (known === undefined) return completed;
  const fault = findEndpointFault(name, known, target, context);
  if (fault !== undefined) {
    const seen = expandAfterContainer(written, context) ?? written;
    const instead = isOnlyEndpoint(name, context) ? ', and traces go where the platform says' : '';
    return [buildRejection(given, { seen, allowed: fault, instead }, context)];
  }
  const doubt =
    context.platform === undefined && changes.length > 0 ? undefined : describeDoubt(name, known, context);
  if (doubt === undefined) return completed;
  const message = `the Instrumentation sends to ${redactUrl(known)}; ${doubt}.`;
  return [...completed, { name, value: null, code: 'endpoint-doubtful', message }];
}

/** Tells whether neither the container nor the Instrumentation has another endpoint for traces. */
const isOnlyEndpoint = (name: string, { view, targets }: ContainerContext): boolean =>
  ENDPOINTS.every(
    (other) =>
      other === name ||
      (!isSetByContainer(view, other) && findInstrumentationVariable(targets, other) === undefined),
  ) &&
  (name === ENDPOINT || findSpecEndpoint(targets) === undefined);

/** An endpoint as it was meant. One that is fine once its references are replaced keeps them. */
function completeGivenEndpoint({ name, written }: GivenValue, context: ContainerContext): CompletedEndpoint {
  const seen = expandAfterContainer(written, context);
  if (seen === undefined || seen === written)
    return completeEndpoint(name, written, (variable) => holdsHost(context, variable));
  const { value, changes } = completeEndpoint(name, seen);
  return { value: changes.length === 0 ? written : escapeReferences(value), changes };
}

/** What an endpoint should be; undefined where it is one. For an agent without rules, it is what all SDKs take. */
function findEndpointFault(
  name: string,
  known: string,
  { language }: Target,
  context: ContainerContext,
): string | undefined {
  const fault = findValueFault(language, { name, value: known, find: createValueFinder(context) });
  return fault === undefined ? findUnruledForm(language, name, known) : describeForm(fault.rule.form);
}

function buildCompletion(
  { name, asked }: GivenValue,
  { value, changes }: CompletedEndpoint,
  { platform }: ContainerContext,
): Change {
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
