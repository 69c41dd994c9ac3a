/** A span as a backend gives it back. */
export interface ReadSpan {
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  /** Zipkin gives names back in lower case, that of the service too. */
  readonly name: string;
  readonly service: string;
  readonly isError: boolean;
  /** Of the span and of its resource, as text. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Which traces are asked for. */
interface TraceSearch {
  readonly service: string;
  readonly podUid: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** How the query API of a backend is asked, and what its answers mean. Paths are under the base of the API. */
export interface QueryReader {
  readonly tracePath: (traceId: string) => string;
  /** The spans in a parsed answer; undefined where it is no answer of this API. */
  readonly spansOf: (answer: unknown) => readonly ReadSpan[] | undefined;
  /** Asks for one trace of a pod, by `k8s.pod.uid` among its resource attributes. */
  readonly searchPath: (search: TraceSearch) => string;
  /** Tells whether the answer to a search has a trace; undefined where it is no answer of this API. */
  readonly hasFound: (answer: unknown) => boolean | undefined;
  /** A path that needs nothing to be stored. */
  readonly probePath: string;
  /** Tells whether an answer to that path is one of this API; `json` is undefined where the text is none. */
  readonly isProbed: (text: string, json: unknown) => boolean;
}

/** The resource attribute by which the spans of a pod are found. https://opentelemetry.io/docs/specs/semconv/resource/k8s/ */
export const POD_UID = 'k8s.pod.uid';
