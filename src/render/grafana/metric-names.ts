/**
 * Names under which the rendered Collector writes the metrics of traces, after the remote write made Prometheus names of
 * them. Tempo's own generator uses the same, and Grafana asks for them in the service graph of a Tempo datasource.
 */
export const METRICS = {
  /** Spans by service_namespace, service_name, span_name, span_kind and status_code. */
  calls: 'traces_spanmetrics_calls_total',
  latency: 'traces_spanmetrics_latency_bucket',
  /** Calls from client to server, by both names and both namespaces. */
  requests: 'traces_service_graph_request_total',
  failed: 'traces_service_graph_request_failed_total',
  serverLatency: 'traces_service_graph_request_server_seconds_bucket',
  clientLatency: 'traces_service_graph_request_client_seconds_bucket',
} as const;

/** Spans by which a service answers others. */
export const ANSWERING = 'span_kind=~"SPAN_KIND_(SERVER|CONSUMER)"';
export const FAILED = 'status_code="STATUS_CODE_ERROR"';

/** Labels that together name a service: by themselves, and as each side of a call. */
export const SERVICE_LABELS = {
  service: { namespace: 'service_namespace', name: 'service_name' },
  client: { namespace: 'client_service_namespace', name: 'client' },
  server: { namespace: 'server_service_namespace', name: 'server' },
} as const;
