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

/** A unit of text takes so many bytes of UTF-8 at most. */
const BYTES_A_UNIT = 3;

function checkSize(received: Pod, pod: Pod): Finding | undefined {
  const after = JSON.stringify(pod);
  // Few pods are anywhere near, and then what was added is not, either.
  if (BYTES_A_UNIT * after.length <= Math.min(MOST_ADDED_BYTES, MOST_POD_BYTES)) return undefined;
  const before = JSON.stringify(received);
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
  if (listContainers(spec).every(({ env = [] }) => isShort(env))) return undefined;
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

/** Whether no variable comes near what is too long, each taken for more than it can be. */
function isShort(env: readonly EnvVar[]): boolean {
  const known = new Map<string, number>();
  return env.every(({ name, value = '' }) => {
    let most = BYTES_A_UNIT * value.length;
    if (value.includes('$('))
      for (const reference of parseReferences(value))
        if (reference.name !== undefined) most += known.get(reference.name) ?? 0;
    known.set(name, most);
    return BYTES_A_UNIT * name.length + most + 2 <= LONGEST_STARTED;
  });
}

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
