import { INJECT_LABEL, OPERATOR_KEYS, OPERATOR_PREFIX } from '../annotations.js';
import { MOST_TOLD } from '../bounds.js';
import { formatPath } from '../objects/paths.js';
import type { NamespaceFacts } from '../objects/facts.js';
import { countEdits } from '../edit-distance.js';
import { buildFinding, type Finding } from '../reasons.js';
import { cutName } from '../shown-text.js';
import { isFalse } from './merge.js';
import { findLanguageKey, isPlainRequest, isWithoutAgent } from './language-names.js';
import { findNearestKey } from './nearest-key.js';
import type { PodMetadata } from './language-requests.js';

/**
 * Keys that were meant to ask: an unknown name with the Operator's prefix, a known name with a similar prefix, and a
 * label that is read only as an annotation.
 */

/** Keys that the Operator writes for itself: the image that it set by default, which an upgrade may replace. */
const BOOKKEEPING = /^(?:default-auto-instrumentation-.+-image|v1alpha1-fields)$/;

/** The known names below the Operator's prefix. */
export const KEY_NAMES: readonly string[] = OPERATOR_KEYS.map((key) => key.slice(OPERATOR_PREFIX.length));
const INJECT_NAMES = KEY_NAMES.filter(
  (name) => name.startsWith('inject-') && !name.endsWith('-container-names'),
);

/** A key that nothing reads. */
export interface UnknownKey {
  /** The name below the prefix that was most likely meant. */
  readonly near: string | undefined;
}

/** Finds a key that was meant as one of the Operator's; undefined for the Operator's own and for all others. */
export function judgeKey(key: string): UnknownKey | undefined {
  if (key.startsWith(OPERATOR_PREFIX)) {
    const name = key.slice(OPERATOR_PREFIX.length);
    return KEY_NAMES.includes(name) || BOOKKEEPING.test(name)
      ? undefined
      : { near: findMeantName(name, KEY_NAMES) };
  }
  return LOOKS_LIKE.test(key) ? judgeForeignKey(key.toLowerCase()) : undefined;
}

/** A quick test that excludes all other keys, since all keys of all pods are checked. */
const LOOKS_LIKE = /(?:^|[/.])inject[-_]?[a-z]/i;
/** No key is longer. https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
const LONGEST_KEY = 317;

function judgeForeignKey(key: string): UnknownKey | undefined {
  if (key.length > LONGEST_KEY) return undefined;
  const slash = key.lastIndexOf('/');
  // Somebody may have written a dot where the slash has to be.
  const end = slash < 0 ? key.lastIndexOf('.inject') : slash;
  const name = key.slice(end + 1).replaceAll('_', '-');
  const near = findMeantName(name, INJECT_NAMES);
  const prefix = key.slice(0, Math.max(end, 0));
  const isName = near !== undefined || isWithoutAgent(name);
  // A key without a prefix may belong to anybody.
  const isMeant =
    prefix === '' ? isPlainRequest(name) || findNearestKey(name, INJECT_NAMES) !== undefined : true;
  return isName && isMeant && isPrefixMeant(prefix) ? { near } : undefined;
}

const findMeantName = (name: string, allowed: readonly string[]): string | undefined =>
  name.length > LONGEST_KEY || isWithoutAgent(name)
    ? undefined
    : (findLanguageKey(name, allowed) ?? findNearestKey(name, allowed));

const PREFIX = OPERATOR_PREFIX.slice(0, -1);
const OWN_PREFIX = INJECT_LABEL.slice(0, INJECT_LABEL.indexOf('/'));
const PROJECT = 'opentelemetry';
/** Most letters that a typing error changes in a prefix, and in one of its words. */
const MOST_EDITS = { prefix: 3, word: 2 } as const;

/** Words that belong to nobody; another company has its own name in its prefix, such as `otel.example.com`. */
const NOBODYS = [
  'otel',
  'instrumentation',
  'auto-instrumentation',
  'operator',
  'sidecar',
  'k8s',
  'io',
  'dev',
];

/** Tells whether a prefix was meant as the Operator's: none, ours, a misspelt one, or another one of the project. */
function isPrefixMeant(prefix: string): boolean {
  if (prefix === '' || prefix === OWN_PREFIX) return true;
  if (isNear(prefix, PREFIX, MOST_EDITS.prefix)) return true;
  const words = prefix.split('.');
  return (
    words.every((word) => NOBODYS.includes(word)) ||
    words.some((word) => isNear(word, PROJECT, MOST_EDITS.word))
  );
}

const isNear = (text: string, other: string, most: number): boolean =>
  Math.abs(text.length - other.length) <= most && countEdits(text, other) <= most;

/**
 * Findings about keys of a pod and its namespace that were meant to ask. Keys that also exist as the right annotation,
 * or that say `false`, are reported only if `isAsking`: then they change what the pod gets.
 */
export function checkMeantKeys(
  pod: PodMetadata,
  namespace: NamespaceFacts,
  { namespaceName, isAsking }: { readonly namespaceName: string; readonly isAsking: boolean },
): readonly Finding[] {
  const ofPod = listMeantKeys(pod, isAsking).map(({ key, field, unknown }) =>
    buildKeyFinding(key, unknown, {
      holder: `The pod has the ${field.slice(0, -1)}`,
      place: formatPath(['metadata', field, key]),
    }),
  );
  const ofNamespace = listMeantKeys(namespace, isAsking).map(({ key, field, unknown }) =>
    buildKeyFinding(key, unknown, { holder: `Namespace ${namespaceName} has the ${field.slice(0, -1)}` }),
  );
  return [...ofPod, ...ofNamespace];
}

interface MeantKey {
  readonly key: string;
  readonly field: 'annotations' | 'labels';
  readonly unknown: UnknownKey | undefined;
}

function listMeantKeys(metadata: PodMetadata, isAsking: boolean): readonly MeantKey[] {
  return (['annotations', 'labels'] as const)
    .flatMap((field) => listKeysOf(metadata, field))
    .filter(({ key, field }) => isAsking || isRequest(metadata[field]?.[key]))
    .slice(0, MOST_TOLD);
}

function listKeysOf(metadata: PodMetadata, field: MeantKey['field']): readonly MeantKey[] {
  const found: MeantKey[] = [];
  for (const key in metadata[field]) {
    const unknown = judgeKey(key);
    if (unknown !== undefined || (field === 'labels' && isMisplaced(key, metadata)))
      found.push({ key, field, unknown });
  }
  return found;
}

/** The value of any shape: what says `false` or nothing asks for nothing. */
const isRequest = (value: unknown): boolean => typeof value === 'string' && value !== '' && !isFalse(value);

const isMisplaced = (key: string, { annotations }: PodMetadata): boolean =>
  isInjectKey(key) && annotations?.[key] === undefined;

const isInjectKey = (key: string): boolean =>
  key.startsWith(OPERATOR_PREFIX) && INJECT_NAMES.includes(key.slice(OPERATOR_PREFIX.length));

function buildKeyFinding(
  key: string,
  unknown: UnknownKey | undefined,
  { holder, place }: { readonly holder: string; readonly place?: string },
): Finding {
  const where = place === undefined ? {} : { place };
  if (unknown === undefined)
    return buildFinding(
      'annotation-misplaced',
      `${holder} ${cutName(key)}, which is read as an annotation only.`,
      where,
    );
  const instead =
    unknown.near === undefined
      ? ''
      : `; write the annotation ${OPERATOR_PREFIX}${unknown.near} if that is meant`;
  return buildFinding(
    'annotation-unknown',
    `${holder} ${cutName(key)}, which nothing reads${instead}.`,
    where,
  );
}
