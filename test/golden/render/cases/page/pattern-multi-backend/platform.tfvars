addons = {
  enable_tempo = true              # Primary trace storage
  enable_jaeger = true             # For Jaeger-specific analysis
  enable_opentelemetry_operator = true
}
