/**
 * Above this many milliseconds of event-loop lag pods pass unjudged. The API server waits 2 s: a request that has waited
 * for a fourth of it can still be answered in time, one behind a growing queue soon cannot.
 */
export const OVERLOAD_MS = 500;
