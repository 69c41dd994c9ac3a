addons = {
  enable_jaeger = true
  enable_opentelemetry_operator = true
}
