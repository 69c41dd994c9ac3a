/**
 * Text that is meant literally, for a value of the Collector's configuration or of Grafana's files: both put
 * variables in the place of `$...`, and take `$$` for the sign itself. Keys of the Collector's maps are left alone by it.
 * The kubelet has another rule, which `escapeReferences` of src/core follows: to it a lone sign is no escape.
 * https://opentelemetry.io/docs/collector/configuration/#environment-variables
 * https://grafana.com/docs/grafana/latest/administration/provisioning/#use-environment-variables
 */
export const escapeDollars = (text: string): string => text.replaceAll('$', '$$$$');
