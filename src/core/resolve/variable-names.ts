/** Variables of the OpenTelemetry specification that are resolved. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
export const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';
export const TRACES_ENDPOINT = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';
export const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL';
export const TRACES_PROTOCOL = 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL';
export const TRACES_EXPORTER = 'OTEL_TRACES_EXPORTER';
export const ZIPKIN_ENDPOINT = 'OTEL_EXPORTER_ZIPKIN_ENDPOINT';
export const TRACES_HEADERS = 'OTEL_EXPORTER_OTLP_TRACES_HEADERS';
/** Credentials that belong to an endpoint; they do not follow it to another one. */
export const HEADERS: readonly string[] = ['OTEL_EXPORTER_OTLP_HEADERS', TRACES_HEADERS];
export const SERVICE_NAME = 'OTEL_SERVICE_NAME';
export const ATTRIBUTES = 'OTEL_RESOURCE_ATTRIBUTES';
