environment  = "prod"
cluster_name = "hub-prod"
addons = {
  enable_tempo                      = true
  enable_jaeger                     = true
  enable_victoria_traces            = true
  enable_zipkin                     = true
  enable_opentelemetry_operator     = true
  enable_victoria_metrics_k8s_stack = true
}
