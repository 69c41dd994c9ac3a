addons = {
  enable_tempo = true
  enable_opentelemetry_operator = true
  enable_victoria_metrics_k8s_stack = true  # For Grafana integration
}
