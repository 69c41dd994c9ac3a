import type { Backend } from '../../core/domain.js';
import { jaegerReader } from './jaeger.js';
import type { QueryReader } from './reader.js';
import { tempoReader } from './tempo.js';
import { zipkinReader } from './zipkin.js';

/** The query API of each backend. */
export const READERS: Readonly<Record<Backend, QueryReader>> = {
  tempo: tempoReader,
  jaeger: jaegerReader,
  'victoria-traces': jaegerReader,
  zipkin: zipkinReader,
};
