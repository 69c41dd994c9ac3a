import type { StringMap } from '../core/pod.js';

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
export function translate(text: string, standIns: readonly StandIn[]): string {
  if (standIns.length === 0) return text;
  const here = new Map(standIns.map((each) => [each.inThePod, each.here]));
  const texts = [...here.keys()].sort((a, b) => b.length - a.length);
  const escaped = texts.map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return text.replaceAll(new RegExp(escaped.join('|'), 'g'), (match) => here.get(match) ?? match);
}

/** The same environment with the texts of all stand-ins replaced in its values; no variable comes or goes. */
export const translated = (environment: StringMap, standIns: readonly StandIn[]): StringMap =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, translate(value, standIns)] as const),
  );
