import { AGENT_FOLDER, CONF_FILE, INSTANCE_PLACEHOLDER, STAGING_FOLDER } from './web-server-files.js';

/**
 * The scripts of the two init containers. Whatever is missing or fails, they end with 0: a pod starts without traces rather
 * than not at all. Then they leave the server's configuration as it was, and say why in their log. What comes from a pod
 * comes in arguments and variables, so that no shell parses it.
 */

/** A file in the staging folder that tells the second script why the server must stay as it is. */
const REASON_FILE = `${STAGING_FOLDER}/.opentelemetry-reason`;

const SAY = `say() { printf 'doka-tracing: %s\\n' "$*"; }`;

/** Leaves a reason for the second script. It is written last, since an empty folder would take the server's configuration away. */
const GIVE_UP = [
  SAY,
  `give_up() { say "$1"; printf '%s\\n' "$1" > "${REASON_FILE}" || say 'the reason could not be kept'; exit 0; }`,
].join('\n');

/** Other folders in which servers are known to have their configuration. */
const OTHER_FOLDERS = [
  '/usr/local/apache2/conf',
  '/etc/apache2',
  '/etc/httpd/conf',
  '/opt/bitnami/apache/conf',
  '/opt/bitnami/apache2/conf',
  '/etc/nginx',
  '/opt/bitnami/nginx/conf',
  '/usr/local/nginx/conf',
  '/usr/local/openresty/nginx/conf',
];

/**
 * Copies the server's configuration, in a container of the server's own image: `$1` is the folder, and the others are names of the main
 * file. Hidden files come along, as the files of a mounted ConfigMap are links into a hidden folder. The agent image holds modules for
 * glibc only.
 */
export const CLONE_SCRIPT = [
  GIVE_UP,
  'conf_dir="$1"; shift',
  'main=',
  'for name in "$@"; do [ -z "$main" ] && [ -f "$conf_dir/$name" ] && main="$name"; done',
  'if [ -z "$main" ]; then',
  '  other=',
  `  for folder in ${OTHER_FOLDERS.join(' ')}; do [ -d "$folder" ] && [ "$folder" != "$conf_dir" ] && other="$other $folder"; done`,
  `  [ -d "$conf_dir" ] && cp -r "$conf_dir/." "${STAGING_FOLDER}"`,
  '  give_up "no $* in $conf_dir, so the server runs without the module. Other folders with a configuration:${other:- none}. Set configPath or configFile in the Instrumentation"',
  'fi',
  `cp -r "$conf_dir/." "${STAGING_FOLDER}" || say "not all of $conf_dir could be copied"`,
  `for file in /lib/ld-musl-*; do [ -e "$file" ] && give_up 'the image has musl instead of glibc, for which there is no module, so the server runs without it'; done`,
  `if command -v nginx > /dev/null 2>&1; then nginx -v 2>&1 | sed 's,.*/,,; s,[^0-9.].*,,' > "${STAGING_FOLDER}/version.txt"; fi`,
  'exit 0',
].join('\n');

/** What both second scripts begin with. `change` puts a new main file in place at once, or not at all. */
const ATTACH_HEAD = [
  SAY,
  'leave() { say "$1"; exit 0; }',
  `if [ -f "${REASON_FILE}" ]; then reason="$(cat "${REASON_FILE}")"; rm -f "${REASON_FILE}"; leave "$reason"; fi`,
  `cp -r /opt/opentelemetry/* "${AGENT_FOLDER}" || leave 'the module could not be copied, so the server runs without it'`,
  `sed "s,__agent_log_dir__,${AGENT_FOLDER}/logs,g" "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml.template" > "${AGENT_FOLDER}/conf/opentelemetry_sdk_log4cxx.xml" || leave 'the log settings of the module could not be written, so the server runs without it'`,
];

/** A directive of one argument, plain or in quotes. */
const WHOLE_DIRECTIVE = String.raw`^[A-Za-z]+ ([^[:space:]"]+|"([^"\\]|\\.)*");?$`;

/**
 * Writes our configuration beside the server's, with the name of the pod in it. A name or an address may have come from a
 * reference, and what that holds is known only here: with a quote or a line break in it the server would not start.
 */
const formatConfLines = (confVariable: string, instanceVariable: string): readonly string[] => [
  `conf="${STAGING_FOLDER}/${CONF_FILE}"`,
  `printf '%s\\n' "$${confVariable}" | sed "s,${INSTANCE_PLACEHOLDER},$${instanceVariable},g" > "$conf" || leave 'the settings of the module could not be written, so the server runs without it'`,
  `if grep -E '^(Apache|Nginx)Module(ServiceName|ServiceNamespace|OtelExporterEndpoint) ' "$conf" | grep -Evq '${WHOLE_DIRECTIVE}'; then`,
  `  rm -f "$conf"; leave 'the name of the service or the endpoint has a quote or a line break, so the server runs without the module'`,
  'fi',
];

/** Includes our configuration at the end of Apache's: `$1` is the folder, `$2` the module, and the others are names of the main file. */
export const APACHE_ATTACH_SCRIPT = [
  ...ATTACH_HEAD,
  'conf_dir="$1"; module="$2"; shift 2',
  'main=',
  `for name in "$@"; do [ -z "$main" ] && [ -f "${STAGING_FOLDER}/$name" ] && main="${STAGING_FOLDER}/$name"; done`,
  '[ -n "$main" ] || leave "no $* in $conf_dir, so the server runs without the module"',
  '[ -f "$module" ] || leave "the agent image has no $module, so the server runs without it"',
  ...formatConfLines('OTEL_APACHE_AGENT_CONF', 'APACHE_SERVICE_INSTANCE_ID'),
  `cp -p "$main" "$main.otel" && printf '\\nInclude %s/${CONF_FILE}\\n' "$conf_dir" >> "$main.otel" && mv "$main.otel" "$main" || leave 'the configuration could not be changed, so the server runs without the module'`,
  'exit 0',
].join('\n');

/**
 * An AWK program that writes nginx's main file with our `include` as the first line of its block `http`; it ends with 1 where the
 * file has none. Words, quotes, comments and `${variables}` are distinguished as nginx does, so that a block of another name, one
 * inside of another, and one whose brace is on the next line are seen for what they are.
 * https://nginx.org/en/docs/beginners_guide.html#conf_structure
 */
const INCLUDE_PROGRAM = String.raw`
{ text = text $0 "\n" }
END {
  for (i = 1; i <= length(text); i++) {
    c = substr(text, i, 1)
    if (quote != "") {
      if (c == "\\") i++
      else if (c == quote) quote = ""
    } else if (c == "\\") { word = word c; i++ }
    else if (c == "\"" || c == "\047") { quote = c; word = word c }
    else if (c == "#" && word == "") while (i < length(text) && substr(text, i + 1, 1) != "\n") i++
    else if (c == "{" && substr(text, i - 1, 1) == "$") while (i < length(text) && substr(text, i, 1) != "}") i++
    else if (c == "{") {
      if (word != "") last = word
      if (depth == 0 && last == "http") { found = i; break }
      depth++; word = ""; last = ""
    } else if (c == "}") { depth--; word = ""; last = "" }
    else if (c == ";") { word = ""; last = "" }
    else if (c ~ /[ \t\r\n]/) { if (word != "") { last = word; word = "" } }
    else word = word c
  }
  if (!found) exit 1
  printf "%s include %s;%s", substr(text, 1, found), file, substr(text, found + 1)
}`;

/** Puts our lines into nginx's main file: `$1` is its name, `$2` its folder. The module fits one version of the server. */
export const NGINX_ATTACH_SCRIPT = [
  ...ATTACH_HEAD,
  `main="${STAGING_FOLDER}/$1"; conf_dir="$2"`,
  '[ -f "$main" ] || leave "no $1 in $conf_dir, so the server runs without the module"',
  `version="$(cat "${STAGING_FOLDER}/version.txt" 2> /dev/null)"`,
  `module="${AGENT_FOLDER}/WebServerModule/Nginx/$version/ngx_http_opentelemetry_module.so"`,
  `[ -n "$version" ] && [ -f "$module" ] || leave "the agent image has no module for nginx \${version:-of an unknown version}, so the server runs without it. It has: $(ls "${AGENT_FOLDER}/WebServerModule/Nginx" 2> /dev/null | tr '\\n' ' ')"`,
  `awk -v file="$conf_dir/${CONF_FILE}" '${INCLUDE_PROGRAM}' "$main" > "$main.http" || { rm -f "$main.http"; leave "no block http in $1, so the server runs without the module"; }`,
  ...formatConfLines('OTEL_NGINX_AGENT_CONF', 'OTEL_NGINX_SERVICE_INSTANCE_ID'),
  `{ printf 'env OTEL_RESOURCE_ATTRIBUTES;\\nload_module %s;\\n' "$module"; cat "$main.http"; } > "$main.otel" || leave 'the configuration could not be changed, so the server runs without the module'`,
  'rm -f "$main.http"',
  `mv "$main.otel" "$main" || leave 'the configuration could not be changed, so the server runs without the module'`,
  'exit 0',
].join('\n');
