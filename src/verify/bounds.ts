/** Every bound of `verify`: what a server may take of time and memory, whatever answers at an address. */

/** Bytes of an answer: a trace of some ten thousand spans. */
export const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Bytes of an answer of gRPC; none to an export is near this. */
export const LARGEST_GRPC_ANSWER = 1024 * 1024;
/** Characters of what a server said: more than a report shows, as credentials are taken out before it is cut to that. */
export const LONGEST_EXCERPT = 4096;
/** Milliseconds for one answer, unless all of it may take less; agents wait as long. https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const ANSWER_MS = 10_000;
/** Milliseconds for what is only found out beside. */
export const PROBE_MS = 2000;
/** The first pause between two questions for a trace, in milliseconds, and the longest, in first pauses. */
export const PAUSE_MS = 500;
export const LONGEST_PAUSE = 10;
