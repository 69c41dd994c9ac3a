import { LONGEST_LIST, LONGEST_VARIABLE } from '../bounds.js';
import type { EnvEdit } from '../edits.js';
import type { Finding } from '../reasons.js';
import { findContainerValue } from '../resolve/container-view.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { ATTRIBUTES, SERVICE_NAME } from '../resolve/variable-names.js';
import { err, ok, type Result } from '../result.js';
import { parseAttributeKeys } from './attribute-text.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { type Delivery, buildDeliveryFinding, type RecipeEdits } from './delivery.js';

/** The addresses of the pod and its node, each put at the head, so that everything after can refer to them. */
const ADDRESSES: readonly EnvVar[] = [
  { name: 'OTEL_POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  { name: 'OTEL_NODE_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
];

/**
 * The variables of one language in one container, in the order that gives the documented precedence: the container's
 * own, the language's of the Instrumentation, the Instrumentation's for all, then what the agent needs to start.
 */
export function buildEnvironmentEdits(delivery: Delivery, recipe: RecipeEdits): readonly EnvEdit[] {
  const { target, section } = delivery;
  return [
    ...buildAddressEdits(delivery),
    ...buildInstrumentationEdits(delivery, section.env),
    ...(recipe.early ?? []),
    ...buildInstrumentationEdits(delivery, target.instrumentation?.spec.env),
    ...(recipe.startup ?? []),
  ];
}

/** Without an address that the Instrumentation sets, which comes with its variables. */
function buildAddressEdits({ ref, target }: Delivery): readonly EnvEdit[] {
  const isOurs = ({ name, valueFrom }: EnvVar): boolean => {
    const asked = findInstrumentationVariable([target], name);
    return asked === undefined || asked.valueFrom?.fieldRef?.fieldPath === valueFrom?.fieldRef?.fieldPath;
  };
  return ADDRESSES.filter(isOurs).map((env) => ({ op: 'env-first', container: ref, env, origin: 'default' }));
}

/** Variables of an Instrumentation, without those that the resolver replaces, or that would override the container. */
export function buildInstrumentationEdits(
  { ref, resolution, view }: Delivery,
  env: readonly EnvVar[] | undefined,
): readonly EnvEdit[] {
  // SDKs prefer this variable to the same key among the attributes, where the user may have named the service.
  const isNamed = parseAttributeKeys(findContainerValue(view, ATTRIBUTES) ?? '').has('service.name');
  const kept = (env ?? []).filter(
    ({ name }) => !resolution.dropped.has(name) && !(isNamed && name === SERVICE_NAME),
  );
  return kept.map((variable) => ({
    op: 'env-default',
    container: ref,
    env: makeReferenceOptional(variable),
    origin: 'instrumentation',
  }));
}

/** Makes a reference to a Secret or ConfigMap optional: if it is missing, only the traces are lost. */
function makeReferenceOptional(variable: EnvVar): EnvVar {
  const { valueFrom } = variable;
  if (valueFrom?.configMapKeyRef !== undefined)
    return {
      ...variable,
      valueFrom: { ...valueFrom, configMapKeyRef: { ...valueFrom.configMapKeyRef, optional: true } },
    };
  if (valueFrom?.secretKeyRef !== undefined)
    return {
      ...variable,
      valueFrom: { ...valueFrom, secretKeyRef: { ...valueFrom.secretKeyRef, optional: true } },
    };
  return variable;
}

/** Text to be joined to a variable that others may have set already. */
export interface VariableJoin {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
  readonly separator: string;
}

/** The name under which a user's variable lives on when its own is needed for a joined value. */
export const formatUserVariableName = (name: string): string => `${name}__USER`;

/**
 * Edits that join text to a variable wherever its value comes from: `env`, a reference (which is renamed and referred
 * to), a ConfigMap of `envFrom` (written out), or the Instrumentation. Refused where the joined value could end up
 * without the user's part.
 */
export function buildJoinEdits(delivery: Delivery, join: VariableJoin): Result<readonly EnvEdit[], Finding> {
  const { ref } = delivery;
  const known = delivery.view.lookup(join.name);
  const longest = join.name === ATTRIBUTES ? LONGEST_LIST : LONGEST_VARIABLE;
  if ('value' in known && known.value.length > longest) {
    const message = `${join.name} of ${ref.name} has ${known.value.length} characters; ${longest} can be joined to at most.`;
    return err(buildDeliveryFinding(delivery, 'too-large', message));
  }
  const joined: EnvEdit = { op: 'env-join', container: ref, origin: 'default', ...join };
  switch (known.kind) {
    case 'value':
      return ok([joined]);
    case 'config-map': {
      const env = { name: join.name, value: known.value };
      return ok([{ op: 'env-default', container: ref, env, origin: 'pod' }, joined]);
    }
    case 'reference':
      return buildRenameEdits(delivery, join, known.isOptional ? 'optional' : 'required', joined);
    case 'absent':
      return buildInstrumentationJoin(delivery, join, joined);
  }
}

function buildRenameEdits(
  delivery: Delivery,
  { name }: VariableJoin,
  reference: 'optional' | 'required',
  joined: EnvEdit,
): Result<readonly EnvEdit[], Finding> {
  const { ref } = delivery;
  const to = formatUserVariableName(name);
  if (reference === 'optional')
    return err(
      buildDeliveryFinding(
        delivery,
        'options-optional',
        `${name} of ${ref.name} comes from an optional reference.`,
      ),
    );
  if (delivery.view.lookup(to).kind !== 'absent')
    return err(
      buildDeliveryFinding(
        delivery,
        'variable-conflict',
        `${ref.name} sets ${to}, which is needed to keep its ${name}.`,
      ),
    );
  return ok([{ op: 'env-rename', container: ref, name, to }, joined]);
}

/** Where the container says nothing, the Instrumentation's value is put in first, and joined. */
function buildInstrumentationJoin(
  delivery: Delivery,
  { name }: VariableJoin,
  joined: EnvEdit,
): Result<readonly EnvEdit[], Finding> {
  const asked = findInstrumentationVariable(delivery.targets, name);
  if (asked === undefined) return ok([joined]);
  if (asked.valueFrom !== undefined)
    return err(
      buildDeliveryFinding(
        delivery,
        'options-optional',
        `the Instrumentation sets ${name} by reference; set it by value.`,
      ),
    );
  return ok([{ op: 'env-default', container: delivery.ref, env: asked, origin: 'instrumentation' }, joined]);
}

/** Edits that add startup variables where they are absent. */
export const buildStartupEdits = ({ ref }: Delivery, variables: readonly EnvVar[]): readonly EnvEdit[] =>
  variables.map((env) => ({ op: 'env-default', container: ref, env, origin: 'default' }));
