import { INJECT_LABEL, OPERATOR_PREFIX } from '../core/annotations.js';
import type { Fields } from '../core/json.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import type { JudgedTemplate } from '../inject/workload.js';
import type { KubeObject } from '../kube/object.js';
import { joinKeyHolders, listStrayKeys, type KeyHolder, type StrayKey } from '../workload/stray-keys.js';

/** A word of a command line as a shell takes it. */
const quoteWord = (word: string): string =>
  /^[\w.,/:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const formatCommand = (...words: readonly string[]): string => ['kubectl', ...words.map(quoteWord)].join(' ');

/** How the pods of a workload are made anew, by its kind; what has no entry has no such command. */
const RESTARTS: Readonly<Record<string, (namespace: string, name: string) => string>> = {
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [
      kind,
      (namespace: string, name: string) =>
        formatCommand('-n', namespace, 'rollout', 'restart', `${kind.toLowerCase()}/${name}`),
    ]),
  ),
  // https://argo-rollouts.readthedocs.io/en/stable/features/restart/
  Rollout: (namespace, name) => formatCommand('argo', 'rollouts', 'restart', name, '-n', namespace),
};

/** The command by which the pods of a workload are made anew; for kinds that have none, their deletion one by one. */
export function buildRestart(
  { kind = '', metadata }: KubeObject,
  pods: readonly string[],
): string | undefined {
  const { namespace = 'default', name = '' } = metadata;
  const restart = RESTARTS[kind];
  if (restart !== undefined) return restart(namespace, name);
  // The next run of a CronJob has new pods; a Job and a lone pod must be applied again by whoever made them.
  if (kind === 'CronJob' || pods.length === 0) return undefined;
  return kind === 'Job'
    ? formatCommand('-n', namespace, 'delete', `job/${name}`)
    : formatCommand('-n', namespace, 'delete', 'pod', ...pods);
}

/** Kinds whose template may be changed. */
const PATCHED: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout'];

/**
 * The command that puts keys which were meant to ask where and as they are read; undefined where there are none, and where
 * they stand in no map of texts.
 */
export function buildKeyPatch(
  object: KubeObject,
  templates: readonly Pick<JudgedTemplate, 'keys'>[],
): string | undefined {
  const { kind = '', metadata } = object;
  const [first] = templates;
  if (first === undefined || !PATCHED.includes(kind)) return undefined;
  const holder = joinKeyHolders(
    first.keys,
    templates.map(({ keys }) => keys),
  );
  const moves = listStrayKeys(holder).flatMap((stray) => buildMove(object, stray, holder));
  if (moves.length === 0) return undefined;
  const patch = moves.reduce(setAt, {});
  const { namespace = 'default', name = '' } = metadata;
  return formatCommand(
    ...[
      '-n',
      namespace,
      'patch',
      `${kind.toLowerCase()}/${name}`,
      '--type=merge',
      '-p',
      JSON.stringify(patch),
    ],
  );
}

/** A value for a field of a merge patch; null takes the field away. https://www.rfc-editor.org/rfc/rfc7386 */
type FieldValue = readonly [path: Path, value: string | null];

function buildMove(
  object: KubeObject,
  { key, place, unknown }: StrayKey,
  holder: KeyHolder,
): readonly FieldValue[] {
  const value = findValueAt(object, [...place, key]);
  if (typeof value !== 'string' || place.some((token) => typeof token === 'number')) return [];
  const removal: FieldValue = [[...place, key], null];
  if (unknown !== undefined && unknown.near === undefined) return [removal];
  const right = key === INJECT_LABEL ? holder.labels[0] : holder.annotations[0];
  if (right === undefined) return [removal];
  const name = unknown?.near === undefined ? key : `${OPERATOR_PREFIX}${unknown.near}`;
  return [removal, [[...right, name], value]];
}

function setAt(patch: Fields, [path, value]: FieldValue): Fields {
  const [head, ...rest] = path;
  if (head === undefined) return patch;
  const below = patch[head];
  const inner = typeof below === 'object' && below !== null ? (below as Fields) : {};
  return { ...patch, [head]: rest.length === 0 ? value : setAt(inner, [rest, value]) };
}
