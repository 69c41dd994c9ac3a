import { buildJoinEdits } from '../plan/variable-edits.js';
import { ok } from '../result.js';
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

const DEFAULT_FILE = '/etc/nginx/nginx.conf';

/**
 * Copies the configuration, and the server's version, which names the module to load. Hidden files come along: the
 * files of a mounted ConfigMap are links into a hidden folder.
 */
const CLONE_SCRIPT = [
  'set -e',
  `cp -r "$1"/. "${STAGING_FOLDER}"`,
  `nginx -v 2>&1 | sed 's,.*/,,' > "${STAGING_FOLDER}/version.txt"`,
].join('\n');

/** Copies the module, fills in its log settings, and puts our lines at the top of the server's configuration. */
const ATTACH_SCRIPT = [
  'set -e',
  'conf_file="$1"',
  `cp -r /opt/opentelemetry/* "${AGENT_FOLDER}"`,
  `version="$(cat "${STAGING_FOLDER}/version.txt")"`,
  `sed "s,__agent_log_dir__,${AGENT_FOLDER}/logs,g" "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml.template" > "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml"`,
  `printf '%s\\n' "$OTEL_NGINX_AGENT_CONF" | sed "s,${INSTANCE_PLACEHOLDER},$OTEL_NGINX_SERVICE_INSTANCE_ID,g" > "${STAGING_FOLDER}/${CONF_FILE}"`,
  `sed -i "1s,^,load_module ${AGENT_FOLDER}/WebServerModule/Nginx/$version/ngx_http_opentelemetry_module.so;\\n,g" "${STAGING_FOLDER}/$conf_file"`,
  `sed -i "1s,^,env OTEL_RESOURCE_ATTRIBUTES;\\n,g" "${STAGING_FOLDER}/$conf_file"`,
  `mkdir -p "${STAGING_FOLDER}/conf.d"`,
  `mv "${STAGING_FOLDER}/${CONF_FILE}" "${STAGING_FOLDER}/conf.d"`,
].join('\n');

/** https://github.com/open-telemetry/opentelemetry-cpp-contrib/tree/main/instrumentation/otel-webserver-module */
export const buildNginxEdits: Recipe = (delivery) => {
  const bare = buildVariablesOnlyEdits(delivery);
  if (bare !== undefined) return bare;
  const { configFile, attrs } = delivery.section;
  const file = configFile === undefined || configFile === '' ? DEFAULT_FILE : configFile;
  const slash = file.lastIndexOf('/');
  // A path that ends in a slash names no file; without a folder it is refused.
  const isFile = slash < file.length - 1;
  const configFolder = slash <= 0 ? '/etc/nginx' : file.slice(0, isFile ? slash : 0);
  const libraries = buildJoinEdits(delivery, {
    name: 'LD_LIBRARY_PATH',
    after: `${AGENT_FOLDER}/sdk_lib/lib`,
    separator: ':',
  });
  if (!libraries.ok) return libraries;
  const pod = buildWebServerEdits(delivery, {
    name: 'nginx',
    configFolder,
    cloneCommand: { command: ['/bin/sh', '-c'], args: [CLONE_SCRIPT, '--', configFolder] },
    attachScript: ATTACH_SCRIPT,
    attachArgument: file.slice(slash + 1),
    confVariable: 'OTEL_NGINX_AGENT_CONF',
    formatConf: ({ endpoint, serviceName, serviceNamespace }) =>
      formatDirectives(
        {
          NginxModuleEnabled: 'ON',
          NginxModuleOtelExporterEndpoint: endpoint,
          NginxModuleOtelSpanExporter: 'otlp',
          NginxModuleResolveBackends: 'ON',
          NginxModuleServiceInstanceId: INSTANCE_PLACEHOLDER,
          NginxModuleServiceName: serviceName,
          NginxModuleServiceNamespace: serviceNamespace,
          NginxModuleTraceAsError: 'ON',
        },
        attrs,
        ';',
      ),
    instanceVariable: 'OTEL_NGINX_SERVICE_INSTANCE_ID',
    volumes: 'unlimited',
  });
  return pod.ok ? ok({ early: libraries.value, pod: pod.value }) : pod;
};
