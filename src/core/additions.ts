import { LONGEST_STARTED, MOST_ADDED_BYTES, MOST_POD_BYTES } from './bounds.js';
import type { PodDraft } from './apply/pod-draft.js';
import { countTextBytes } from './kubernetes/annotation-size.js';
import type { Container, EnvVar, Pod, PodSpec } from './kubernetes/pod.js';
import { parseReferences } from './kubernetes/variable-reference.js';
import { type Finding, buildFinding } from './reasons.js';

/** Why a pod must not be given so much; undefined where it is not too much. */
export function checkAdditions(draft: PodDraft): Finding | undefined {
  const pod = draft.buildResult();
  return checkSize(draft.received, pod) ?? checkVariables(draft.received.spec, pod.spec);
}

function checkSize(received: Pod, pod: Pod): Finding | undefined {
  const [before, after] = [JSON.stringify(received), JSON.stringify(pod)];
  // A unit of text takes three bytes at most, and few pods are anywhere near.
  const isSmall =
    3 * (after.length - before.length) <= MOST_ADDED_BYTES && 3 * after.length <= MOST_POD_BYTES;
  if (isSmall) return undefined;
  const bytes = countTextBytes(after);
  const added = bytes - countTextBytes(before);
  if (added > MOST_ADDED_BYTES)
    return buildFinding(
      'too-large',
      `What is asked for would add ${added} bytes to the pod; ${MOST_ADDED_BYTES} are added at most.`,
    );
  if (bytes > MOST_POD_BYTES)
    return buildFinding(
      'too-large',
      `The pod would take ${bytes} bytes with what is added; no more is added beyond ${MOST_POD_BYTES}.`,
    );
  return undefined;
}

function checkVariables(received: PodSpec, spec: PodSpec): Finding | undefined {
  // A variable that no edit touched is the object that was received.
  const theirs = new Set(listContainers(received).flatMap(({ env = [] }) => env));
  for (const { name: container, env = [] } of listContainers(spec)) {
    const long = findLongVariable(env, theirs);
    if (long !== undefined)
      return buildFinding(
        'too-large',
        `${long.name} of ${container} would take ${long.bytes} bytes; a program can be started with ${LONGEST_STARTED} at most.`,
      );
  }
  return undefined;
}

const listContainers = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

interface LongVariable {
  readonly name: string;
  readonly bytes: number;
}

/** The first of our variables that is too long once the kubelet has put values in the place of references. */
function findLongVariable(env: readonly EnvVar[], theirs: ReadonlySet<EnvVar>): LongVariable | undefined {
  const known = new Map<string, number>();
  for (const variable of env) {
    const { name, value } = variable;
    const length = value === undefined ? 0 : measureValue(value, known);
    known.set(name, length);
    const bytes = countTextBytes(name) + length + 2;
    if (bytes > LONGEST_STARTED && !theirs.has(variable)) return { name, bytes };
  }
  return undefined;
}

/** Bytes of a value when it is set. What a reference to a Secret, a ConfigMap or a file holds is not known, and not counted. */
function measureValue(value: string, known: ReadonlyMap<string, number>): number {
  let bytes = countTextBytes(value);
  for (const { start, end, name } of parseReferences(value)) {
    const length = name === undefined ? 1 : known.get(name);
    // A reference to a variable that is not there stays as it is written.
    if (length !== undefined) bytes += length - countTextBytes(value.slice(start, end));
  }
  return bytes;
}
