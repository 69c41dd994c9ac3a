import { expect } from 'vitest';
import { resolveSampler } from '../../../../src/core/resolve/sampling.js';
import { containerContextWith, shownVariables, type Situation } from '../contexts.js';

export const SAMPLER = 'OTEL_TRACES_SAMPLER';
export const ARG = 'OTEL_TRACES_SAMPLER_ARG';

/** What is expected of `samplerOf`; absent parts are empty. */
interface Settled {
  readonly variables?: readonly string[];
  readonly dropped?: readonly string[];
  readonly findings?: readonly string[];
}

/** Checks all that `samplerOf` says of a situation. */
export const check = (
  situation: Situation,
  { variables = [], dropped = [], findings = [] }: Settled,
): void => {
  const settled = resolveSampler(containerContextWith(situation));
  expect({
    variables: shownVariables(settled.variables),
    dropped: settled.dropped,
    findings: settled.findings.map(({ code, language }) =>
      language === undefined ? code : `${code} ${language}`,
    ),
  }).toEqual({ variables, dropped, findings });
};

/** The spec of an Instrumentation with a sampler. */
export const sampler = (type: string, argument?: string): object => ({
  sampler: { type, ...(argument === undefined ? {} : { argument }) },
});
/** The spec of an Instrumentation with variables, as `NAME=value`. */
export const variables = (...texts: readonly string[]): object => ({
  env: texts.map((text) => ({ name: text.split('=')[0] ?? '', value: text.split('=')[1] ?? '' })),
});
/** The spec of a platform with a sampling strategy. */
export const sampling = (spec: object): object => ({
  addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
  sampling: spec,
});
/** A platform that keeps a tenth at the head. */
export const ratio = sampling({ strategy: 'probabilistic', ratio: 0.1 });

/** A name, a situation, and what is expected of it. */
export type Row = readonly [string, Situation, Settled];
