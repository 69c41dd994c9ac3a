import { LONGEST_STARTED, MOST_ADDED_BYTES, MOST_POD_BYTES } from './bounds.js';
import type { PodDraft } from './apply/pod-draft.js';
import { estimateMostBytes } from './json-size.js';
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
  // Few pods are anywhere near, and then what was added is not, either.
  const most = Math.min(MOST_ADDED_BYTES, MOST_POD_BYTES);
  if (estimateMostBytes(pod, most) <= most) return undefined;
  const after = JSON.stringify(pod);
  if (countMostBytes(after) <= most) return undefined;
  const before = JSON.stringify(received);
  const bytes = countTextBytes(after);
  const added = bytes - countTextBytes(before);
  if (added > MOST_ADDED_BYTES)
    return buildFinding(
      'too-large',
      `The injection would add ${added} bytes to the pod; at most ${MOST_ADDED_BYTES} are allowed.`,
    );
  if (bytes > MOST_POD_BYTES)
    return buildFinding(
      'too-large',
      `The pod would take ${bytes} bytes with what is added; no more is added beyond ${MOST_POD_BYTES}.`,
    );
  return undefined;
}

function checkVariables(received: PodSpec, spec: PodSpec): Finding | undefined {
  // First, each text counts as the most that it can be, which is quick to find out, and few variables are anywhere near.
  if (listContainers(spec).every(({ env = [] }) => findLongVariable(env, countMostBytes) === undefined))
    return undefined;
  // A variable that no edit touched is the object that was received.
  const theirs = new Set(listContainers(received).flatMap(({ env = [] }) => env));
  for (const { name: container, env = [] } of listContainers(spec)) {
    const long = findLongVariable(env, countTextBytes, theirs);
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

/** How many bytes a text takes. */
type TextMeasure = (text: string) => number;

const countMostBytes: TextMeasure = (text) => BYTES_A_UNIT * text.length;

/** The first variable that is too long once the kubelet has put values in the place of references; none of `theirs`. */
function findLongVariable(
  env: readonly EnvVar[],
  measure: TextMeasure,
  theirs?: ReadonlySet<EnvVar>,
): LongVariable | undefined {
  const known = new Map<string, number>();
  for (const variable of env) {
    const { name, value } = variable;
    const length = value === undefined ? 0 : measureValue(value, known, measure);
    known.set(name, length);
    const bytes = measure(name) + length + 2;
    if (bytes > LONGEST_STARTED && theirs?.has(variable) !== true) return { name, bytes };
  }
  return undefined;
}

/** Size of a value when it is set. What a reference to a Secret, a ConfigMap or a file holds is not known, and not counted. */
function measureValue(value: string, known: ReadonlyMap<string, number>, measure: TextMeasure): number {
  let size = measure(value);
  // Most values refer to nothing.
  if (!value.includes('$')) return size;
  for (const { start, end, name } of parseReferences(value)) {
    const length = name === undefined ? 1 : known.get(name);
    // A reference to a variable that is not there stays as it is written.
    if (length !== undefined) size += length - measure(value.slice(start, end));
  }
  return size;
}
