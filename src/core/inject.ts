import type { PodDraft } from './apply/pod-draft.js';
import { conflictOf } from './check.js';
import type { Target } from './decide/target.js';
import type { Subject } from './decide/subject.js';
import type { Backend, Language, Setting } from './domain.js';
import type { EnvEdit, PodEdit } from './edits.js';
import { RECIPES } from './languages/index.js';
import type { Injection, NamedSetting } from './outcome.js';
import { containerAt, type ContainerRef } from './kubernetes/pod.js';
import { type Finding, finding } from './reasons.js';
import { askedSection } from './resolve/asked.js';
import { CAPABILITIES } from './resolve/capabilities.js';
import { BLANK_VIEW, type ContainerView, viewOf } from './resolve/container-view.js';
import { type Resolution, resolveTogether } from './resolve/resolve.js';
import { agentImage } from './plan/agent-image.js';
import type { Delivery, RecipeEdits } from './plan/delivery.js';
import { environmentEdits, joinEdits } from './plan/environment.js';
import { infeasibility } from './plan/feasibility.js';
import { NODE_NAME } from './plan/resource-attributes.js';
import { ATTRIBUTES } from './resolve/variable-names.js';
import { sharedEdits, tlsOf } from './plan/shared-environment.js';
import { withTokenMounts } from './plan/token-mount.js';

/** The languages that share one container's variables; the Go sidecar has its own. */
interface Group {
  readonly ref: ContainerRef;
  readonly view: ContainerView;
  readonly resolution: Resolution;
  readonly delivered: Target[];
  readonly settings: Map<Target, readonly NamedSetting[]>;
}

/** What came of all targets: findings, and what was injected. The edits are in the draft. */
export interface Injected {
  readonly findings: readonly Finding[];
  readonly injections: readonly Injection[];
}

/** Plays all targets onto a draft. Edits of one language on one container stand or fall together. */
export function injectAll(
  targets: readonly Target[],
  subject: Subject,
  backend: Setting<Backend> | undefined,
  draft: PodDraft,
): Injected {
  const groups = groupsOf(targets, subject, backend);
  const findings = [...groups.values()].flatMap(({ resolution }) => resolution.findings);
  const webServers: Language[] = [];
  for (const target of targets) {
    const group = groups.get(groupKey(target));
    if (group?.resolution.targets.includes(target) !== true) continue;
    const delivery = deliveryOf(target, group, { subject, webServers: [...webServers] });
    const found = deliver(delivery, group, draft);
    findings.push(...found);
    const isModule =
      group.delivered.includes(target) && CAPABILITIES[target.language].configuredBy === 'file';
    if (isModule) webServers.push(target.language);
  }
  for (const group of groups.values()) findings.push(...finish(group, subject, draft));
  return { findings, injections: [...groups.values()].flatMap((group) => injectionsOf(group, draft)) };
}

/** Targets of one key share variables; the Go agent runs in a sidecar of its own. */
const groupKey = ({ language, container }: Target): string =>
  `${language === 'go' ? 'go:' : ''}${container.list}/${container.index.toString()}`;

/** The targets of each container that share variables, in the order of their first one. */
export function byGroup(targets: readonly Target[]): ReadonlyMap<string, readonly [Target, ...Target[]]> {
  const groups = new Map<string, [Target, ...Target[]]>();
  for (const target of targets) {
    const members = groups.get(groupKey(target));
    if (members === undefined) groups.set(groupKey(target), [target]);
    else members.push(target);
  }
  return groups;
}

function groupsOf(
  targets: readonly Target[],
  subject: Subject,
  backend: Setting<Backend> | undefined,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const [key, members] of byGroup(targets)) {
    const [{ language, container: ref }] = members;
    const view =
      language === 'go'
        ? BLANK_VIEW
        : viewOf(containerAt(subject.pod.spec, ref), subject.namespaceName, subject.snapshot.configMaps);
    const resolution = resolveTogether(members, view, subject, backend);
    groups.set(key, { ref, view, resolution, delivered: [], settings: new Map() });
  }
  return groups;
}

function deliveryOf(
  target: Target,
  { ref, view, resolution }: Group,
  { subject, webServers }: Pick<Delivery, 'subject' | 'webServers'>,
): Delivery {
  return {
    target,
    subject,
    container: containerAt(subject.pod.spec, ref),
    view,
    resolution,
    section: askedSection(target) ?? {},
    image: agentImage(target, subject.platform),
    webServers,
  };
}

function deliver(delivery: Delivery, group: Group, draft: PodDraft): readonly Finding[] {
  const { target } = delivery;
  const refusal = infeasibility(delivery) ?? attributesRefusal(delivery);
  if (refusal !== undefined) return [refusal];
  const recipe = RECIPES[target.language](delivery);
  if (!recipe.ok) return [recipe.error];
  const edits = editsOf(delivery, recipe.value);
  const conflict = conflictOf(edits, draft, target);
  if (conflict !== undefined) return [conflict];
  draft.apply(edits);
  group.delivered.push(target);
  const image: readonly NamedSetting[] =
    delivery.image.value === '' ? [] : [{ name: 'image', ...delivery.image }];
  group.settings.set(target, [...image, ...(recipe.value.settings ?? [])]);
  return recipe.value.notices ?? [];
}

function editsOf(delivery: Delivery, recipe: RecipeEdits): readonly PodEdit[] {
  const { target, resolution, subject } = delivery;
  const pullSecret = subject.platform?.agents.pullSecret;
  const secret: readonly PodEdit[] =
    pullSecret === undefined || target.language === 'sdk' ? [] : [{ op: 'pull-secret', name: pullSecret }];
  const pod = withTokenMounts(recipe.pod ?? [], subject.pod.spec);
  if (target.language === 'go') return [...pod, ...secret];
  const tls = tlsOf({ ref: target.container, targets: [target], resolution });
  const variables = withoutHeld(environmentEdits(delivery, recipe), delivery.view);
  return [...variables, ...pod, ...tls.edits, ...secret];
}

/**
 * Leaves out variables that the user sets in a ConfigMap of `envFrom`, since one in `env` would beat them. A value
 * that is written out to be joined is the user's own, and the mark that the container is done must stand in `env`.
 */
function withoutHeld(edits: readonly EnvEdit[], view: ContainerView): readonly EnvEdit[] {
  const joined = new Set(edits.flatMap((edit) => (edit.op === 'env-join' ? [edit.name] : [])));
  return edits.filter((edit) => {
    if ((edit.op !== 'env-first' && edit.op !== 'env-default') || edit.env.name === NODE_NAME) return true;
    const known = view.lookup(edit.env.name);
    if (known.kind !== 'config-map') return true;
    return joined.has(edit.env.name) && edit.env.value === known.value;
  });
}

/** Attributes are joined on every container and on the Go agent's sidecar; where they cannot be, the language is refused. */
function attributesRefusal(delivery: Delivery): Finding | undefined {
  const joined = joinEdits(delivery, { name: ATTRIBUTES, separator: ',' });
  return joined.ok ? undefined : joined.error;
}

/** Adds what belongs to the container once its languages are known. */
function finish(
  { ref, view, resolution, delivered }: Group,
  subject: Subject,
  draft: PodDraft,
): readonly Finding[] {
  const [first] = delivered;
  if (first === undefined || first.language === 'go') return [];
  const container = containerAt(subject.pod.spec, ref);
  const shared = sharedEdits({ subject, container, ref, view, targets: delivered, resolution });
  draft.apply(withoutHeld(shared, view));
  draft.container(ref).env.orderByReference();
  if (!view.hasUnseenSources) return [];
  const message = `${ref.name} takes variables from a source that is not read; those of the same name are overridden.`;
  return [finding('variables-may-be-hidden', message, { container: ref.name })];
}

function injectionsOf(
  { ref, delivered, settings, resolution }: Group,
  draft: PodDraft,
): readonly Injection[] {
  return delivered.map((target) => ({
    language: target.language,
    container: ref.name,
    ...(target.instrumentation === undefined ? {} : { instrumentation: nameOf(target.instrumentation) }),
    ...(resolution.backend === undefined ? {} : { backend: resolution.backend.value }),
    settings: [
      ...(settings.get(target) ?? []),
      ...(target.language === 'go' ? [] : draft.container(ref).env.settings()),
    ],
  }));
}

const nameOf = ({ metadata }: NonNullable<Target['instrumentation']>): string =>
  `${metadata.namespace}/${metadata.name}`;
