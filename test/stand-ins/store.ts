import type { Span } from '../../demo/otlp-spans.js';

/** Spans that a stand-in has taken in, by trace id. */
export interface Store {
  readonly add: (spans: readonly Span[]) => void;
  readonly trace: (traceId: string) => readonly Span[];
  readonly services: () => readonly string[];
  /** The spans of each trace in which the service has one. */
  readonly tracesWith: (service: string) => readonly (readonly Span[])[];
}

const readService = ({ resource }: Span): string => String(resource['service.name']);

/** A store that shows a trace from the `after`th question on, as a backend that hides fresh spans does. */
export function createStore(after = 0): Store {
  const spans: Span[] = [];
  let questions = 0;
  const select = (traceId: string): readonly Span[] => spans.filter((span) => span.traceId === traceId);
  return {
    add: (more) => {
      spans.push(...more);
    },
    trace: (traceId) => {
      questions += 1;
      return questions <= after ? [] : select(traceId);
    },
    services: () => [...new Set(spans.map(readService))],
    tracesWith: (service) => {
      const found = spans.filter((span) => readService(span) === service);
      return [...new Set(found.map(({ traceId }) => traceId))].map(select);
    },
  };
}
