import { formatLibraryLines, formatModulePath } from './apache-libraries.js';
import type { Recipe } from '../plan/recipe.js';
import { formatDirectives, buildVariablesOnlyEdits, buildWebServerEdits } from './web-server.js';
import { reportUnfitImage } from './web-server-image.js';
import { checkModuleLimits } from './web-server-values.js';
import { INSTANCE_PLACEHOLDER } from './web-server-files.js';
import { APACHE_ATTACH_SCRIPT } from './web-server-scripts.js';
import { ok } from '../result.js';

const DEFAULT_FOLDER = '/usr/local/apache2/conf';

/** Debian has the second one. */
const MAIN_FILES = ['httpd.conf', 'apache2.conf'];

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
    mainFiles: MAIN_FILES,
    attachScript: APACHE_ATTACH_SCRIPT,
    attachArguments: [configFolder, formatModulePath(version), ...MAIN_FILES],
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
  return pod.ok
    ? ok({
        pod: pod.value,
        notices: [...checkModuleLimits(delivery), ...reportUnfitImage(delivery, configFolder)],
      })
    : pod;
};
