import type { Span } from '../../../src/demo/otlp-spans.js';

/** Spans that a contract server has taken in, by trace id. */
export interface Store {
  readonly add: (spans: readonly Span[]) => void;
  readonly trace: (traceId: string) => readonly Span[];
  readonly services: () => readonly string[];
}

/** A store that shows a trace from the `after`th question on, as a backend that hides fresh spans does. */
export function createStore(after = 0): Store {
  const spans: Span[] = [];
  let questions = 0;
  return {
    add: (more) => {
      spans.push(...more);
    },
    trace: (traceId) => {
      questions += 1;
      return questions <= after ? [] : spans.filter((span) => span.traceId === traceId);
    },
    services: () => [...new Set(spans.map(({ resource }) => String(resource['service.name'])))],
  };
}
