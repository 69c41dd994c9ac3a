import { buildJoinEdits } from '../plan/variable-edits.js';
import { ok } from '../result.js';
import type { Recipe } from '../plan/recipe.js';
import { formatDirectives, buildVariablesOnlyEdits, buildWebServerEdits } from './web-server.js';
import { reportUnfitImage } from './web-server-image.js';
import { checkModuleLimits } from './web-server-values.js';
import { AGENT_FOLDER, INSTANCE_PLACEHOLDER } from './web-server-files.js';
import { NGINX_ATTACH_SCRIPT } from './web-server-scripts.js';

const DEFAULT_FILE = '/etc/nginx/nginx.conf';

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
    mainFiles: [file.slice(slash + 1)],
    attachScript: NGINX_ATTACH_SCRIPT,
    attachArguments: [file.slice(slash + 1), configFolder],
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
  return pod.ok
    ? ok({
        early: libraries.value,
        pod: pod.value,
        notices: [...checkModuleLimits(delivery), ...reportUnfitImage(delivery, configFolder)],
      })
    : pod;
};
