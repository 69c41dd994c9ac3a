import { AGENTS } from '../agents/agents.js';
import type { Language } from '../domain.js';
import { type ContainerRef, isSidecar, type PodSpec } from '../kubernetes/pod.js';

/** A container with the languages that were injected into it, in that order. */
export interface InstrumentedContainer {
  readonly ref: ContainerRef;
  readonly languages: readonly Language[];
}

/** What is asked about memory: how little a program runs with, or how much it runs well with. */
export type MemoryMeasure = 'least' | 'ample';

/** The bytes that a program needs with an agent beside others: what was measured for the agent, and the shares of the others. */
export const sumAgentMemory = (
  language: Language,
  others: readonly Language[],
  measure: MemoryMeasure,
): number => {
  const { memory } = AGENTS[language];
  return others.reduce(
    (sum, other) => sum + (AGENTS[other].memory?.share ?? 0),
    memory?.[measure] ?? memory?.share ?? 0,
  );
};

/** The bytes that a program needs with its agents, whichever of them needs most; 0 without figures. */
const sumContainerMemory = (languages: readonly Language[], measure: MemoryMeasure): number =>
  languages.reduce((most, language) => {
    const others = languages.filter((other) => other !== language);
    return Math.max(most, sumAgentMemory(language, others, measure));
  }, 0);

/** What containers that run at one time need together. */
export interface SharedMemory {
  readonly bytes: number;
  /** The names of those containers for which there are figures. */
  readonly names: readonly string[];
}

/**
 * The most that an instrumented container and those around it need together, at any time while it runs. Sidecars run
 * beside all that starts after them, other init containers one after the other before the rest.
 * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
 */
export function sumPodMemory(
  spec: PodSpec,
  container: InstrumentedContainer,
  around: readonly InstrumentedContainer[],
  measure: MemoryMeasure,
): SharedMemory {
  const sums = listPhases(spec, container.ref, around).map((others): SharedMemory => {
    const needs = [...others, container].map(({ ref, languages }) => ({
      name: ref.name,
      bytes: sumContainerMemory(languages, measure),
    }));
    const known = needs.filter(({ bytes }) => bytes > 0);
    return {
      bytes: known.reduce((sum, { bytes }) => sum + bytes, 0),
      names: known.map(({ name }) => name),
    };
  });
  return sums.reduce((most, each) => (each.bytes > most.bytes ? each : most), { bytes: 0, names: [] });
}

/** The containers beside one, for each time at which others run. */
function listPhases(
  spec: PodSpec,
  { list, index }: ContainerRef,
  around: readonly InstrumentedContainer[],
): readonly (readonly InstrumentedContainer[])[] {
  const isOfInit = ({ ref }: InstrumentedContainer): boolean => ref.list === 'initContainers';
  const isBesideAll = (each: InstrumentedContainer): boolean =>
    isOfInit(each) && isSidecar(spec.initContainers?.[each.ref.index]);
  const sidecars = around.filter(isBesideAll);
  const listSidecarsBefore = (at: number): readonly InstrumentedContainer[] =>
    sidecars.filter(({ ref }) => ref.index < at);
  const isOwnSidecar = list === 'initContainers' && isSidecar(spec.initContainers?.[index]);
  if (list === 'initContainers' && !isOwnSidecar) return [listSidecarsBefore(index)];
  const running = around.filter((each) => !isOfInit(each) || isBesideAll(each));
  if (!isOwnSidecar) return [running];
  const later = around.filter((each) => isOfInit(each) && !isBesideAll(each) && each.ref.index > index);
  return [running, ...later.map((each) => [...listSidecarsBefore(each.ref.index), each])];
}
