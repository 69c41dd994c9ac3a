import type { DiagnosisRow } from './row.js';

const BOTH = ['send', 'query'] as const;

/** What an answer tells that is none of success, and the platform where it has no route at all. */
export const ANSWER = {
  'route-refused': {
    hops: ['send'],
    summary: 'Agents of this language have no route to this backend.',
    remedy: 'Send through the Collector (spec.route: collector), or pick another backend for such pods.',
  },
  'wrong-protocol': {
    hops: BOTH,
    summary: 'The port speaks another protocol or format.',
    remedy:
      'Compare protocol and port: 4317 is for grpc, 4318 for http/protobuf, Zipkin’s 9411 for zipkin. VictoriaTraces accepts only http/protobuf. Queries go over HTTP, not to the port of a gRPC API such as Jaeger’s 16685.',
  },
  'tls-expected': {
    hops: BOTH,
    summary: 'The address begins with http://, but the port expects TLS.',
    remedy: 'Write https://, or the port that serves plain text.',
  },
  'wrong-path': {
    hops: ['send'],
    summary: 'Nothing at that path accepts spans.',
    remedy:
      'OTLP over HTTP goes to /v1/traces below the endpoint; VictoriaTraces has /insert/opentelemetry/v1/traces, Zipkin /api/v2/spans. A Collector without the otlp receiver in a traces pipeline has no such path.',
  },
  redirected: {
    hops: BOTH,
    summary: 'The server redirects to another address, which agents do not follow.',
    remedy: 'Use the address to which it redirects.',
  },
  unauthenticated: {
    hops: BOTH,
    summary: 'Credentials are missing or wrong.',
    remedy:
      'Give them with --send-headers or --query-headers, or in their variables. Agents and the Collector need them too: spec.backends.<backend>.headers.',
  },
  'tenant-missing': {
    hops: BOTH,
    summary: 'The backend has tenants, and the request names none.',
    remedy: 'Give --tenant. The Collector needs it too: spec.backends.<backend>.tenant.',
  },
  'tenant-unknown': {
    hops: BOTH,
    summary: 'The backend does not know the tenant.',
    remedy: 'Compare --tenant and spec.backends.<backend>.tenant with the tenants of the backend.',
  },
  forbidden: {
    hops: BOTH,
    summary: 'The credentials are valid, but lack the right to do that.',
    remedy:
      'Give them the right to write (for sending) or to read (for the query), or use others. A service mesh also answers like this if its policy does not name the workload.',
  },
  'request-refused': {
    hops: BOTH,
    summary: 'The server refused the request.',
    remedy: 'Read the text after "seen"; it is the server’s own.',
  },
  overloaded: {
    hops: BOTH,
    summary: 'The server refuses requests for now.',
    remedy:
      'A rate limit, or the memory_limiter of a Collector: see its metric otelcol_receiver_refused_spans, and raise limits or replicas. A proxy also answers like this when nothing behind it is ready.',
  },
  'gateway-failed': {
    hops: BOTH,
    summary: 'A proxy in between did not reach the server behind it.',
    remedy: 'Read the proxy’s log, and check the endpoints of the Service behind it.',
  },
  'server-failed': {
    hops: BOTH,
    summary: 'The server had an error of its own.',
    remedy: 'Read the log of that server for this minute.',
  },
  'spans-rejected': {
    hops: ['send'],
    summary: 'The server accepted the request, but rejected spans in it.',
    remedy: 'Read the text after "seen": the backend limits size, age or rate.',
  },
  'not-a-receiver': {
    hops: ['send'],
    summary: 'The answer says success, but does not follow the protocol.',
    remedy: 'Another server, a page or a proxy answers there; compare the address.',
  },
  'not-the-query-api': {
    hops: ['query'],
    summary: 'What answers there is not the query API of this backend.',
    remedy:
      'Compare backend and address: Tempo 3200 (3100 up to chart 1.23.0), Jaeger 16686, Zipkin 9411, VictoriaTraces 10428 with /select/jaeger. A path before the API belongs to the address.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
