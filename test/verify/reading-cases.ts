import type { Backend } from '../../src/core/domain.js';
import type { DiagnosisCode } from '../../src/verify/diagnoses/index.js';
import type { TraceShape } from '../../src/verify/trace-shape.js';
import type { TraceRoute } from '../../src/verify/trace-route.js';
import { QUERY_APIS } from '../stand-ins/query-apis.js';
import { RECEIVERS } from './contract/receivers.js';
import { createStore, type Store } from '../stand-ins/store.js';
import { answering, gone } from './sending-cases.js';
import { serveHttp, serveTcp, type Served } from './served.js';

export interface ReadingCase {
  readonly code: DiagnosisCode;
  readonly backend: Backend | undefined;
  readonly api: (store: Store) => Promise<Served>;
  /** Spans that do not reach the store. */
  readonly drops?: number;
  readonly via?: { readonly route: TraceRoute['via'] };
  readonly keeping?: TraceShape;
  readonly seen?: RegExp;
}

const api =
  (backend: Backend) =>
  (store: Store): Promise<Served> =>
    serveHttp(QUERY_APIS[backend](store));

/** An API that knows the probe, and answers questions for a trace in another way. */
const wanting = (status: number, body: string) => (): Promise<Served> =>
  serveHttp((request, response) => {
    if (request.url === '/api/echo') response.end('echo');
    else response.writeHead(status).end(body);
  });

/** An API that never has the trace. */
const empty = (backend: Backend) => (): Promise<Served> => api(backend)(createStore());

const BY_CHANCE: TraceShape = {
  isError: false,
  durationMs: 50,
  isCertain: false,
  note: 'The Collector keeps 5 percent.',
};

/** How reading fails after the trace was taken in. */
export const READING: Readonly<Record<string, ReadingCase>> = {
  'an API at which nothing listens': { code: 'connection-refused', backend: 'tempo', api: gone },
  'an API that is silent': { code: 'no-answer', backend: 'tempo', api: () => serveTcp(() => undefined) },
  'the port of a gRPC API': {
    code: 'wrong-protocol',
    backend: 'jaeger',
    api: () => RECEIVERS.grpc(() => undefined),
  },
  'another backend’s API': {
    code: 'not-the-query-api',
    backend: 'tempo',
    api: api('zipkin'),
    seen: /^The query API of zipkin answers at http:\/\/127\.0\.0\.1:\d+\.$/,
  },
  'VictoriaTraces taken for Jaeger': {
    code: 'not-the-query-api',
    backend: 'jaeger',
    api: api('victoria-traces'),
    seen: /^The query API of victoria-traces answers at .*\/select\/jaeger\.$/,
  },
  'Jaeger’s page taken for Tempo': {
    code: 'not-the-query-api',
    backend: 'tempo',
    api: api('jaeger'),
    seen: /^The query API of jaeger answers at /,
  },
  'no API that is known': {
    code: 'not-the-query-api',
    backend: undefined,
    api: () => answering(404, '404 page not found'),
    seen: /^HTTP 404: 404 page not found$/,
  },
  'a page in its place': {
    code: 'not-the-query-api',
    backend: 'zipkin',
    api: () => answering(200, '<html>'),
  },
  'credentials that are wanted': { code: 'unauthenticated', backend: 'jaeger', api: () => answering(401) },
  'a tenant that is wanted for a trace only, as Tempo does': {
    code: 'tenant-missing',
    backend: 'tempo',
    api: wanting(401, 'no org id'),
  },
  'an API that fails': { code: 'server-failed', backend: 'tempo', api: wanting(500, 'out of memory') },
  'a trace that the Collector lost': { code: 'lost-behind-collector', backend: 'tempo', api: empty('tempo') },
  'a trace that VictoriaTraces does not show': {
    code: 'lost-in-backend',
    backend: 'victoria-traces',
    api: empty('victoria-traces'),
    via: { route: 'direct' },
  },
  'a trace that is lost on a route not known': {
    code: 'lost-after-acceptance',
    backend: 'zipkin',
    api: empty('zipkin'),
    via: { route: undefined },
  },
  'a trace that sampling need not keep': {
    code: 'perhaps-sampled-away',
    backend: 'jaeger',
    api: empty('jaeger'),
    keeping: BY_CHANCE,
    seen: /^The Collector keeps 5 percent\.$/,
  },
  'a part of a trace': {
    code: 'incomplete',
    backend: 'jaeger',
    api: api('jaeger'),
    drops: 1,
    seen: /^1 of 2 spans\.$/,
  },
};
