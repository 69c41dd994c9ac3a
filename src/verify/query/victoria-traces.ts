import { jaegerReader } from './jaeger.js';
import type { QueryReader } from './reader.js';

/**
 * VictoriaTraces has Jaeger's API under `/select/jaeger`, which is part of the base. For an id that it does not know
 * it answers an empty list, and newer versions 404. https://docs.victoriametrics.com/victoriatraces/querying/
 */
export const victoriaTracesReader: QueryReader = jaegerReader;

/** Where that API is below the address of the server. */
export const VICTORIA_TRACES_PATH = '/select/jaeger';
