import { formatLibraryLines } from './apache-libraries.js';
import type { Recipe } from '../plan/recipe.js';
import {
  AGENT_FOLDER,
  CONF_FILE,
  formatDirectives,
  INSTANCE_PLACEHOLDER,
  STAGING_FOLDER,
  buildVariablesOnlyEdits,
  buildWebServerEdits,
} from './web-server.js';
import { ok } from '../result.js';

const DEFAULT_FOLDER = '/usr/local/apache2/conf';

/**
 * Copies the module, fills in its log settings, writes our configuration beside the server's and includes it. The
 * folder comes as an argument, so the shell never parses it.
 */
const ATTACH_SCRIPT = [
  'set -e',
  'conf_dir="$1"',
  `cp -r /opt/opentelemetry/* "${AGENT_FOLDER}"`,
  `sed "s,__agent_log_dir__,${AGENT_FOLDER}/logs,g" "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml.template" > "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml"`,
  `printf '%s\\n' "$OTEL_APACHE_AGENT_CONF" | sed "s,${INSTANCE_PLACEHOLDER},$APACHE_SERVICE_INSTANCE_ID,g" > "${STAGING_FOLDER}/${CONF_FILE}"`,
  `printf '\\nInclude %s/${CONF_FILE}\\n' "$conf_dir" >> "${STAGING_FOLDER}/httpd.conf"`,
].join('\n');

/** https://github.com/open-telemetry/opentelemetry-cpp-contrib/tree/main/instrumentation/otel-webserver-module */
export const buildApacheEdits: Recipe = (delivery) => {
  const bare = buildVariablesOnlyEdits(delivery);
  if (bare !== undefined) return bare;
  const { configPath, version, attrs } = delivery.section;
  const configFolder = (configPath === undefined || configPath === '' ? DEFAULT_FOLDER : configPath).replace(
    /\/$/,
    '',
  );
  const pod = buildWebServerEdits(delivery, {
    name: 'apache',
    configFolder,
    cloneCommand: { command: ['cp', '-r', `${configFolder}/.`, STAGING_FOLDER] },
    attachScript: ATTACH_SCRIPT,
    attachArgument: configFolder,
    confVariable: 'OTEL_APACHE_AGENT_CONF',
    formatConf: ({ endpoint, serviceName, serviceNamespace }) =>
      `${formatLibraryLines(version)}${formatDirectives(
        {
          ApacheModuleEnabled: 'ON',
          ApacheModuleOtelExporterEndpoint: endpoint,
          ApacheModuleOtelSpanExporter: 'otlp',
          ApacheModuleResolveBackends: ' ON',
          ApacheModuleTraceAsError: ' ON',
          ApacheModuleServiceInstanceId: INSTANCE_PLACEHOLDER,
          ApacheModuleServiceName: serviceName,
          ApacheModuleServiceNamespace: serviceNamespace,
        },
        attrs,
        '',
      )}`,
    instanceVariable: 'APACHE_SERVICE_INSTANCE_ID',
    volumes: 'claim-or-empty',
  });
  return pod.ok ? ok({ pod: pod.value }) : pod;
};
