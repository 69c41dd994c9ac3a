addons = {
  enable_victoria_traces = true
  enable_victoria_metrics_k8s_stack = true
  enable_opentelemetry_operator = true
}
