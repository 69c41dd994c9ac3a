/** Where the files of web server modules are. */
export const AGENT_FOLDER = '/opt/opentelemetry-webserver/agent';
export const STAGING_FOLDER = '/opt/opentelemetry-webserver/source-conf';
/** Stands in the text for the pod's name, which only the running container knows. */
export const INSTANCE_PLACEHOLDER = '<<SID-PLACEHOLDER>>';
/** The name, misspelt, of the file that the Operator's images and users' configurations know. */
export const CONF_FILE = 'opentemetry_agent.conf';
