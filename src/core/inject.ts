import type { PodDraft } from './apply/pod-draft.js';
import { checkEdits } from './check-edits.js';
import type { Target } from './decide/target.js';
import type { PodContext } from './decide/pod-context.js';
import type { Backend, Language, Setting } from './domain.js';
import type { EnvEdit, PodEdit } from './edits.js';
import { RECIPES } from './recipes/index.js';
import type { Injection, NamedSetting } from './outcome.js';
import { type Finding, buildFinding } from './reasons.js';
import { AGENTS } from './agents/agents.js';
import type { ContainerContext } from './resolve/container-context.js';
import { buildTargetContext } from './resolve/target-context.js';
import { checkContainerValues } from './resolve/container-values.js';
import { type ContainerView, recordLookups } from './resolve/container-view.js';
import { type Resolution, resolveContainer } from './resolve/resolve.js';
import { buildDelivery, type Delivery, type RecipeEdits } from './plan/delivery.js';
import { buildEnvironmentEdits, buildJoinEdits } from './plan/variable-edits.js';
import { listReferredObjects, type OptionalObject, reportOptionalObjects } from './plan/optional-objects.js';
import { checkFeasibility } from './plan/feasibility.js';
import { reportTightVolume } from './plan/agent-files.js';
import { reportTightMemory } from './plan/memory-check.js';
import { reportDoubtfulImage } from './plan/runtime-image.js';
import { reportDoubtfulCommand } from './plan/doubtful-command.js';
import { reportConstrainedContext } from './plan/pod-security-check.js';
import { buildPullSecretEdits, checkSecrets, reportLostPullSecrets } from './plan/secrets.js';
import { NODE_NAME } from './plan/resource-attributes.js';
import { ATTRIBUTES } from './resolve/variable-names.js';
import type { ExporterTls } from './plan/exporter-tls.js';
import { buildSharedEdits, resolveExporterTls } from './plan/shared-environment.js';
import { addTokenMounts } from './plan/token-mount.js';
import { reportAdjustedResources, reportSlowCopies } from './plan/written-resources.js';

/** The languages that share one container's variables, with their results; the Go sidecar has its own variables. */
interface TargetGroup {
  readonly context: ContainerContext;
  /** Findings about values that the container sets. */
  readonly findings: readonly Finding[];
  readonly resolution: Resolution;
  /** Whether the resolution did not depend on anything that the container sets. */
  readonly isUnaffected: boolean;
  readonly delivered: Map<Target, DeliveredTarget>;
}

/** What is known of a language that was injected. */
interface DeliveredTarget {
  /** Settings that are not in a variable. */
  readonly settings: readonly NamedSetting[];
  /** What it refers to. */
  readonly objects: readonly OptionalObject[];
}

/** The result for all targets: findings and injections. The edits are in the draft. */
export interface InjectionResult {
  readonly findings: readonly Finding[];
  readonly injections: readonly Injection[];
  /** Resolutions that did not depend on anything that a container sets, by the key of their group. */
  readonly unaffected: ReadonlyMap<string, Resolution>;
}

/** Applies all targets to a draft. The edits of one language on one container are applied together or not at all. */
export function injectAll(
  targets: readonly Target[],
  context: PodContext,
  backend: Setting<Backend> | undefined,
  draft: PodDraft,
): InjectionResult {
  const groups = new Map(
    [...groupTargets(targets)].map(([key, members]) => [key, createTargetGroup(members, context, backend)]),
  );
  const findings = [...groups.values()].flatMap((group) => [...group.findings, ...group.resolution.findings]);
  const webServers: Language[] = [];
  for (const target of targets) {
    const group = groups.get(formatGroupKey(target));
    if (group?.resolution.targets.includes(target) !== true) continue;
    const around = listInstrumented([...groups.values()].filter((each) => each !== group));
    findings.push(...injectTarget(target, group, { webServers: [...webServers], around }, draft));
    const isModule =
      group.delivered.has(target) && AGENTS[target.language].capabilities.configuredBy === 'file';
    if (isModule) webServers.push(target.language);
  }
  for (const group of groups.values()) findings.push(...applySharedEdits(group, draft));
  return {
    findings,
    injections: [...groups.values()].flatMap((group) => listInjections(group, draft)),
    unaffected: new Map(
      [...groups]
        .filter(([, { isUnaffected }]) => isUnaffected)
        .map(([key, { resolution }]) => [key, resolution]),
    ),
  };
}

/** Targets of one key share variables; the Go agent runs in a sidecar of its own. */
const formatGroupKey = ({ language, container }: Target): string =>
  `${language === 'go' ? 'go:' : ''}${container.list}/${container.index.toString()}`;

/** The targets of each container that share variables, in the order of their first one. */
export function groupTargets(
  targets: readonly Target[],
): ReadonlyMap<string, readonly [Target, ...Target[]]> {
  const groups = new Map<string, [Target, ...Target[]]>();
  for (const target of targets) {
    const members = groups.get(formatGroupKey(target));
    if (members === undefined) groups.set(formatGroupKey(target), [target]);
    else members.push(target);
  }
  return groups;
}

function createTargetGroup(
  targets: readonly [Target, ...Target[]],
  podContext: PodContext,
  backend: Setting<Backend> | undefined,
): TargetGroup {
  const context = buildTargetContext(targets, podContext, backend);
  const { taken, findings } = selectTakenTargets(context);
  const { view, hasFound } = recordLookups(context.view);
  const resolution = resolveContainer({ ...context, view, targets: taken });
  const isUnaffected = !hasFound() && taken.length === targets.length;
  return { context, findings, resolution, isUnaffected, delivered: new Map() };
}

/** The languages whose agents work with the values that the container sets, and findings about those values. */
function selectTakenTargets(context: ContainerContext): {
  readonly taken: readonly Target[];
  readonly findings: readonly Finding[];
} {
  const checked = context.targets.map((target) => ({
    target,
    result: checkContainerValues(target, context),
  }));
  return {
    taken: checked.filter(({ result }) => result.ok).map(({ target }) => target),
    findings: checked.flatMap(({ result }) => (result.ok ? result.value : [result.error])),
  };
}

const listInstrumented = (groups: readonly TargetGroup[]): Delivery['around'] =>
  groups
    .filter(({ delivered }) => delivered.size > 0)
    .map(({ context: { ref }, delivered }) => ({
      ref,
      languages: [...delivered.keys()].map(({ language }) => language),
    }));

function injectTarget(
  target: Target,
  { context, resolution, delivered }: TargetGroup,
  before: Pick<Delivery, 'webServers' | 'around'>,
  draft: PodDraft,
): readonly Finding[] {
  const beside = [...delivered.keys()].map(({ language }) => language);
  const delivery = buildDelivery(target, context, resolution, { ...before, beside });
  const refusal = checkFeasibility(delivery) ?? checkAttributes(delivery);
  if (refusal !== undefined) return [refusal];
  const recipe = RECIPES[target.language](delivery);
  if (!recipe.ok) return [recipe.error];
  const tls = resolveExporterTls(delivery, resolution);
  const edits = buildDeliveryEdits(delivery, recipe.value, tls);
  const conflict = checkSecrets(delivery, edits) ?? checkEdits(edits, draft, target);
  if (conflict !== undefined) return [conflict];
  draft.apply(edits);
  const image: readonly NamedSetting[] =
    delivery.image.value === '' ? [] : [{ name: 'image', ...delivery.image }];
  const objects = [...listReferredObjects(edits, delivery), ...tls.objects];
  delivered.set(target, { settings: [...image, ...(recipe.value.settings ?? [])], objects });
  return [
    ...(recipe.value.notices ?? []),
    ...reportDoubtfulImage(delivery),
    ...reportDoubtfulCommand(delivery),
    ...reportConstrainedContext(delivery),
    ...reportTightMemory(delivery),
    ...reportTightVolume(delivery),
    ...reportAdjustedResources(delivery, edits),
    ...reportLostPullSecrets(delivery),
    ...reportSlowCopies(delivery, edits),
  ];
}

function buildDeliveryEdits(delivery: Delivery, recipe: RecipeEdits, tls: ExporterTls): readonly PodEdit[] {
  const { target } = delivery;
  const secrets = buildPullSecretEdits(delivery);
  const pod = addTokenMounts(recipe.pod ?? [], delivery.pod.spec);
  if (target.language === 'go') return [...pod, ...secrets];
  const variables = omitUserVariables(buildEnvironmentEdits(delivery, recipe), delivery.view);
  return [...variables, ...pod, ...tls.edits, ...secrets];
}

/**
 * Leaves out variables that the user sets in a ConfigMap of `envFrom`, since one in `env` would override them. Joined
 * values are kept, since they contain the user's own, and so is the mark of an injected container, which must be in
 * `env`.
 */
function omitUserVariables(edits: readonly EnvEdit[], view: ContainerView): readonly EnvEdit[] {
  const joined = new Set(edits.flatMap((edit) => (edit.op === 'env-join' ? [edit.name] : [])));
  return edits.filter((edit) => {
    if ((edit.op !== 'env-first' && edit.op !== 'env-default') || edit.env.name === NODE_NAME) return true;
    const known = view.lookup(edit.env.name);
    if (known.kind !== 'config-map') return true;
    return joined.has(edit.env.name) && edit.env.value === known.value;
  });
}

/** Attributes are joined on every container and on the Go agent's sidecar; where they cannot be, the language is refused. */
function checkAttributes(delivery: Delivery): Finding | undefined {
  const joined = buildJoinEdits(delivery, { name: ATTRIBUTES, separator: ',' });
  return joined.ok ? undefined : joined.error;
}

/** Adds what belongs to the container once its languages are known. */
function applySharedEdits(
  { context, resolution, delivered }: TargetGroup,
  draft: PodDraft,
): readonly Finding[] {
  const targets = [...delivered.keys()];
  const objects = [...delivered.values()].flatMap((each) => each.objects);
  if (targets.every(({ language }) => language === 'go')) return reportOptionalObjects(objects, context);
  const { ref, view } = context;
  const edits = omitUserVariables(buildSharedEdits({ ...context, targets }, resolution), view);
  draft.apply(edits);
  draft.getContainerDraft(ref).env.sortByReference();
  return [
    ...reportOptionalObjects([...objects, ...listReferredObjects(edits, context)], context),
    ...reportUnseenSources(context),
  ];
}

function reportUnseenSources({ ref, view }: ContainerContext): readonly Finding[] {
  if (!view.hasUnseenSources) return [];
  const message = `${ref.name} takes variables from a source that is not read; those of the same name are overridden.`;
  return [buildFinding('variables-may-be-hidden', message, { container: ref.name })];
}

function listInjections(
  { context: { ref, backend }, delivered }: TargetGroup,
  draft: PodDraft,
): readonly Injection[] {
  return [...delivered].map(([{ language, instrumentation }, { settings }]) => ({
    language,
    container: ref.name,
    ...(instrumentation === undefined ? {} : { instrumentation: formatInstrumentationName(instrumentation) }),
    ...(backend === undefined ? {} : { backend: backend.value }),
    settings: [...settings, ...(language === 'go' ? [] : draft.getContainerDraft(ref).env.listSettings())],
  }));
}

const formatInstrumentationName = ({ metadata }: NonNullable<Target['instrumentation']>): string =>
  `${metadata.namespace}/${metadata.name}`;
