import type { Backend } from '../../../src/core/domain.js';

/**
 * What query APIs answer, as a recorded contract: bodies and statuses of real servers, cut down to what is read. A test
 * that uses them shows that we read what was recorded, not that a server still says it.
 */
interface Recorded {
  readonly status: number;
  readonly body: unknown;
}

export const TRACE = 'a689c2a25fae25369d5978b29d9153ad';

/** Zipkin 3.5.1, of the two spans that `src/verify/send/zipkin.ts` had sent. */
const ZIPKIN: Recorded = {
  status: 200,
  body: [
    {
      traceId: TRACE,
      id: '3b9dabd4d496bc89',
      kind: 'SERVER',
      name: 'get /pay',
      timestamp: 1795637190866000,
      duration: 5000,
      localEndpoint: { serviceName: 'svc' },
      tags: { c: 'x', error: 'true', 'otel.status_code': 'ERROR' },
      debug: true,
    },
    {
      traceId: TRACE,
      parentId: '3b9dabd4d496bc89',
      id: '34e17f8be4b709d6',
      name: 'child',
      timestamp: 1795637190867000,
      duration: 3999,
      localEndpoint: { serviceName: 'svc' },
      debug: true,
    },
  ],
};

/** Zipkin 3.5.1, an id that it does not know; no JSON. */
const ZIPKIN_UNKNOWN: Recorded = { status: 404, body: 'ffffffffffffffffffffffffffffffff not found' };

/** Jaeger 2 (module v1.76.0). */
const JAEGER: Recorded = {
  status: 200,
  body: {
    data: [
      {
        traceID: TRACE,
        spans: [
          {
            traceID: TRACE,
            spanID: '3b9dabd4d496bc89',
            operationName: 'GET /Pay',
            references: [],
            startTime: 1795637190866000,
            duration: 5000,
            tags: [
              { key: 'c', type: 'string', value: 'x' },
              { key: 'span.kind', type: 'string', value: 'server' },
              { key: 'otel.status_code', type: 'string', value: 'ERROR' },
              { key: 'error', type: 'bool', value: true },
            ],
            logs: [],
            processID: 'p1',
            warnings: null,
          },
          {
            traceID: TRACE,
            spanID: '34e17f8be4b709d6',
            operationName: 'child',
            references: [{ refType: 'CHILD_OF', traceID: TRACE, spanID: '3b9dabd4d496bc89' }],
            startTime: 1795637190867000,
            duration: 3999,
            tags: [],
            logs: [],
            processID: 'p1',
            warnings: null,
          },
        ],
        processes: { p1: { serviceName: 'svc', tags: [] } },
        warnings: null,
      },
    ],
    total: 0,
    limit: 0,
    offset: 0,
    errors: null,
  },
};

const JAEGER_UNKNOWN: Recorded = {
  status: 404,
  body: { data: null, total: 0, limit: 0, offset: 0, errors: [{ code: 404, msg: 'trace not found' }] },
};

/** Tempo 2.9.0: ids in base64. */
const TEMPO: Recorded = {
  status: 200,
  body: {
    batches: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'svc' } }] },
        scopeSpans: [
          {
            scope: {},
            spans: [
              {
                traceId: 'ponCol+uJTadWXiynZFTrQ==',
                spanId: 'O52r1NSWvIk=',
                flags: 1,
                name: 'GET /Pay',
                kind: 'SPAN_KIND_SERVER',
                startTimeUnixNano: '1795637190866000000',
                endTimeUnixNano: '1795637190871000000',
                attributes: [
                  { key: 'c', value: { stringValue: 'x' } },
                  { key: 'a', value: { intValue: '1' } },
                ],
                status: { code: 'STATUS_CODE_ERROR' },
              },
              {
                traceId: 'ponCol+uJTadWXiynZFTrQ==',
                spanId: 'NOF/i+S3CdY=',
                parentSpanId: 'O52r1NSWvIk=',
                name: 'child',
                kind: 'SPAN_KIND_INTERNAL',
                startTimeUnixNano: '1795637190867000000',
                endTimeUnixNano: '1795637190870999999',
                status: {},
              },
            ],
          },
        ],
      },
    ],
  },
};

interface RecordedBackend {
  readonly answer: Recorded;
  /** What it says of an id that it does not know. */
  readonly unknown: readonly Recorded[];
  /** What answers the probe. */
  readonly probe: Recorded;
}

export const RECORDED: Readonly<Record<Backend, RecordedBackend>> = {
  tempo: { answer: TEMPO, unknown: [{ status: 404, body: '' }], probe: { status: 200, body: 'echo' } },
  jaeger: {
    answer: JAEGER,
    unknown: [JAEGER_UNKNOWN],
    probe: { status: 200, body: { data: null, total: 0, limit: 0, offset: 0, errors: null } },
  },
  'victoria-traces': {
    answer: JAEGER,
    // In July 2025 it answered an empty list, newer ones 404.
    unknown: [
      { status: 200, body: { data: [], errors: null, limit: 0, offset: 0, total: 0 } },
      JAEGER_UNKNOWN,
    ],
    probe: { status: 200, body: { data: ['svc'], errors: null, limit: 0, offset: 0, total: 1 } },
  },
  zipkin: { answer: ZIPKIN, unknown: [ZIPKIN_UNKNOWN], probe: { status: 200, body: [] } },
};
