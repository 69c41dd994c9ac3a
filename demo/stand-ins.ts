import type { StringMap } from '../src/core/kubernetes/pod.js';

/** A text of the pod that means something else on this machine, and what of a cluster that stands for. */
export interface StandIn {
  readonly inThePod: string;
  readonly here: string;
  readonly standsFor: string;
}

/**
 * Replaces the texts of all stand-ins wherever they occur, in one pass: what was put in is not looked at again, so a
 * path of this machine may hold a text of the pod.
 */
export function translateText(text: string, standIns: readonly StandIn[]): string {
  if (standIns.length === 0) return text;
  const here = new Map(standIns.map((each) => [each.inThePod, each.here]));
  const parts: string[] = [];
  let at = 0;
  for (const { found, start } of listOccurrences(text, [...here.keys()])) {
    if (start < at) continue;
    parts.push(text.slice(at, start), here.get(found) ?? found);
    at = start + found.length;
  }
  return parts.join('') + text.slice(at);
}

interface Occurrence {
  readonly found: string;
  readonly start: number;
}

/** Where texts stand in another, from its start on; of those that begin at one place the longest is first. */
const listOccurrences = (text: string, texts: readonly string[]): readonly Occurrence[] =>
  texts
    .flatMap((found) => listStarts(text, found).map((start) => ({ found, start })))
    .sort((one, other) => one.start - other.start || other.found.length - one.found.length);

function listStarts(text: string, found: string): readonly number[] {
  if (found === '') return [];
  const starts: number[] = [];
  for (let start = text.indexOf(found); start >= 0; start = text.indexOf(found, start + 1))
    starts.push(start);
  return starts;
}

/** The same environment with the texts of all stand-ins replaced in its values; no variable comes or goes. */
export const translateEnvironment = (environment: StringMap, standIns: readonly StandIn[]): StringMap =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, translateText(value, standIns)] as const),
  );
