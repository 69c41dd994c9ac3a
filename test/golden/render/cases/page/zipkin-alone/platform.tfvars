addons = {
  enable_zipkin = true
}
