# The platform's flags. Those that do not concern tracing may stand here, too.
addons = {
  enable_jaeger                 = true
  enable_opentelemetry_operator = true
}
