import { AGENT_FOLDER } from './web-server-files.js';

const LIBRARY_FOLDER = `${AGENT_FOLDER}/sdk_lib/lib`;

/** Libraries in the order in which they need each other. */
const LIBRARIES = [
  'libopentelemetry_common.so',
  'libopentelemetry_resources.so',
  'libopentelemetry_trace.so',
  'libopentelemetry_otlp_recordable.so',
  'libopentelemetry_exporter_ostream_span.so',
  'libopentelemetry_exporter_otlp_grpc.so',
];

/** The lines of the configuration that load the SDK and the module for a version of the server; 2.4 unless 2.2. */
export function formatLibraryLines(version: string | undefined): string {
  return [
    '',
    '# The OpenTelemetry SDK',
    ...LIBRARIES.map((library) => `LoadFile ${LIBRARY_FOLDER}/${library}`),
    '# The web server SDK',
    `LoadFile ${LIBRARY_FOLDER}/libopentelemetry_webserver_sdk.so`,
    `# The module for Apache httpd ${version === '2.2' ? '2.2' : '2.4'}`,
    `LoadModule otel_apache_module ${formatModulePath(version)}`,
    '# Attributes',
    '',
  ].join('\n');
}

/** The path of the module for a version of the server; 2.4 unless 2.2. */
export const formatModulePath = (version: string | undefined): string =>
  `${AGENT_FOLDER}/WebServerModule/Apache/libmod_apache_otel${version === '2.2' ? '22' : ''}.so`;
