import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  APACHE_ATTACH_SCRIPT,
  CLONE_SCRIPT,
  NGINX_ATTACH_SCRIPT,
} from '../../../../src/core/languages/web-server-scripts.js';

/** Runs both scripts in folders that are laid out like images, below a root of their own. */

const CONF = 'opentemetry_agent.conf';
const STAGING = '/opt/opentelemetry-webserver/source-conf';
const AGENT = '/opt/opentelemetry-webserver/agent';
const HTTPD = ['httpd.conf', 'apache2.conf'];
const APACHE_MODULE = `${AGENT}/WebServerModule/Apache/libmod_apache_otel.so`;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doka-tracing-image-'));
  for (const folder of [STAGING, AGENT, '/lib', '/bin']) mkdirSync(join(root, folder), { recursive: true });
  put('/opt/opentelemetry/conf/opentelemetry_sdk_log4cxx.xml.template', 'dir=__agent_log_dir__\n');
  put('/opt/opentelemetry/WebServerModule/Apache/libmod_apache_otel.so', '');
  put('/opt/opentelemetry/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so', '');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** An image's nginx, which says its version as the real one does. */
function putNginx(version: string): void {
  put('/bin/nginx', `#!/bin/sh\necho "nginx version: ${version}" >&2\n`);
  chmodSync(join(root, '/bin/nginx'), 0o755);
}

/** Every absolute path of a text, below the root. */
const below = (text: string): string =>
  text.replaceAll(/(?<![\w/}])\/(?=(?:opt|etc|usr\/local|lib)\/)/g, `${root}/`);

/** Runs a script as its container would; it must end with 0. Gives what it said. */
function run(script: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', below(script), '--', ...words.map(below)], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, ...env },
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

function runApache(folder: string): string {
  const cloned = run(CLONE_SCRIPT, [folder, ...HTTPD]);
  return (
    cloned +
    run(APACHE_ATTACH_SCRIPT, [folder, APACHE_MODULE, ...HTTPD], {
      OTEL_APACHE_AGENT_CONF: 'ApacheModuleServiceInstanceId <<SID-PLACEHOLDER>>',
      APACHE_SERVICE_INSTANCE_ID: 'pod-1',
    })
  );
}

function runNginx(file: string, folder: string): string {
  const cloned = run(CLONE_SCRIPT, [folder, file]);
  return (
    cloned +
    run(NGINX_ATTACH_SCRIPT, [file, folder], {
      OTEL_NGINX_AGENT_CONF: 'NginxModuleServiceInstanceId <<SID-PLACEHOLDER>>;',
      OTEL_NGINX_SERVICE_INSTANCE_ID: 'pod-1',
    })
  );
}

const staged = (name: string): string => readFileSync(join(root, STAGING, name), 'utf8');
const isStaged = (name: string): boolean => existsSync(join(root, STAGING, name));

describe('Apache httpd', () => {
  test.each([
    ['httpd', '/usr/local/apache2/conf', 'httpd.conf'],
    ['Debian and php', '/etc/apache2', 'apache2.conf'],
    ['Red Hat', '/etc/httpd/conf', 'httpd.conf'],
    ['Bitnami', '/opt/bitnami/apache/conf', 'httpd.conf'],
  ])('%s: its configuration is copied and ours is included', (_, folder, file) => {
    put(`${folder}/${file}`, 'Listen 80\n');
    put(`${folder}/..data/hidden`, 'x');
    runApache(folder);
    expect(staged(file)).toBe(below(`Listen 80\n\nInclude ${folder}/${CONF}\n`));
    expect(staged(CONF)).toBe('ApacheModuleServiceInstanceId pod-1\n');
    expect(isStaged('..data/hidden')).toBe(true);
    const log = readFileSync(join(root, AGENT, 'conf/opentelemetry_sdk_log4cxx.xml'), 'utf8');
    expect(log).toBe(below(`dir=${AGENT}/logs\n`));
  });

  test('a configuration that is elsewhere is named, and the pod starts', () => {
    put('/etc/apache2/apache2.conf', 'Listen 80\n');
    const said = runApache('/usr/local/apache2/conf');
    expect(said).toContain('the server runs without the module');
    expect(said).toContain(below('/etc/apache2'));
    expect(isStaged(CONF)).toBe(false);
    expect(isStaged('.opentelemetry-reason')).toBe(false);
  });

  test('a folder without a main file is copied, and stays as it is', () => {
    put('/usr/local/apache2/conf/mime.types', 'x');
    expect(runApache('/usr/local/apache2/conf')).toContain('no httpd.conf apache2.conf in');
    expect(staged('mime.types')).toBe('x');
  });

  test.each(['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'])('%s: musl', (loader) => {
    put(loader, '');
    put('/usr/local/apache2/conf/httpd.conf', 'Listen 80\n');
    expect(runApache('/usr/local/apache2/conf')).toContain('musl');
    expect(staged('httpd.conf')).toBe('Listen 80\n');
    expect(isStaged(CONF)).toBe(false);
  });

  test('an agent image without the module', () => {
    rmSync(join(root, '/opt/opentelemetry/WebServerModule/Apache'), { recursive: true });
    put('/usr/local/apache2/conf/httpd.conf', 'Listen 80\n');
    expect(runApache('/usr/local/apache2/conf')).toContain('libmod_apache_otel.so');
    expect(staged('httpd.conf')).toBe('Listen 80\n');
  });

  test('an agent image with nothing in it', () => {
    rmSync(join(root, '/opt/opentelemetry'), { recursive: true });
    put('/usr/local/apache2/conf/httpd.conf', 'Listen 80\n');
    expect(runApache('/usr/local/apache2/conf')).toContain('could not be copied');
    expect(staged('httpd.conf')).toBe('Listen 80\n');
  });
});

describe('nginx', () => {
  const MAIN = 'user nginx;\nhttp {\n  include /etc/nginx/conf.d/*.conf;\n}\n';

  const INCLUDED = ` include /etc/nginx/${CONF};`;

  test('the module is loaded, and our settings are included', () => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', MAIN);
    runNginx('nginx.conf', '/etc/nginx');
    const module = `${AGENT}/WebServerModule/Nginx/1.25.3/ngx_http_opentelemetry_module.so`;
    expect(staged('nginx.conf')).toBe(
      `env OTEL_RESOURCE_ATTRIBUTES;\nload_module ${below(module)};\n${below(MAIN.replace('http {', `http {${INCLUDED}`)).replace(below('/etc/nginx/conf.d'), '/etc/nginx/conf.d')}`,
    );
    expect(staged(CONF)).toBe('NginxModuleServiceInstanceId pod-1;\n');
    expect(isStaged('nginx.conf.http')).toBe(false);
  });

  /** A main file, with `@` where our settings have to be included. */
  test.each([
    ['a block of its own line', 'user nginx;\nhttp {@\n  server { listen 80; }\n}\n'],
    ['the brace on the next line', 'http\n{@\n  server { listen 80; }\n}\n'],
    ['all on one line', 'events {} http {@ server { listen 80; } }\n'],
    ['without a blank', 'events{}http{@server{listen 80;}}\n'],
    ['a tab before the brace', 'events {}\nhttp\t{@}\n'],
    ['a comment between', 'http # traffic {\n{@\n}\n'],
    ['a comment that names it', '# http {\nevents {}\nhttp {@\n}\n'],
    ['a text that names it', 'error_log "/var/http {.log";\nhttp {@\n}\n'],
    ['a text in single quotes, with an escape', "env A='it\\'s http {';\nhttp {@\n}\n"],
    ['a variable in braces', 'env PATH=${HOME}/bin;\nhttp {@\n}\n'],
    ['another block that includes conf.d', 'stream { include /etc/nginx/conf.d/*.conf; }\nhttp {@\n}\n'],
    ['another folder of that name', 'stream { include /etc/nginx/stream.conf.d/*.conf; }\nhttp {@\n}\n'],
    ['one file of conf.d', 'http {@\n  include /etc/nginx/conf.d/default.conf;\n}\n'],
    ['a block whose name ends so', 'my_http { }\nhttp {@ }\n'],
    ['line ends of Windows', 'http {@\r\n  server { }\r\n}\r\n'],
    ['no line end at its end', 'http {@ }'],
  ])('%s', (_, text) => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', text.replace('@', ''));
    runNginx('nginx.conf', '/etc/nginx');
    const [, , ...lines] = staged('nginx.conf').split('\n');
    const whole = text.endsWith('\n') ? text : `${text}\n`;
    expect(lines.join('\n')).toBe(whole.replace('@', below(INCLUDED)));
  });

  test.each([
    ['no block at all', 'user nginx;\n'],
    ['one in a file that is included', 'events {}\ninclude /etc/nginx/http.conf;\n'],
    ['one of that name inside of another', 'mail { http { } }\n'],
    ['one in a comment', '# http { }\n'],
  ])('%s: the server stays as it is', (_, text) => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', text);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('no block http in nginx.conf');
    expect(staged('nginx.conf')).toBe(text);
    expect(isStaged(CONF)).toBe(false);
  });

  test.each([
    ['nginx/1.27.4', '1.27.4'],
    ['nginx/1.25.4 (Ubuntu)', '1.25.4'],
    ['openresty/1.21.4.1', '1.21.4.1'],
  ])('%s: a version without a module is named, and the server stays as it is', (version, shown) => {
    putNginx(version);
    put('/etc/nginx/nginx.conf', MAIN);
    const said = runNginx('nginx.conf', '/etc/nginx');
    expect(said).toContain(`no module for nginx ${shown},`);
    expect(said).toContain('It has: 1.25.3');
    expect(staged('nginx.conf')).toBe(MAIN);
    expect(isStaged(`conf.d/${CONF}`)).toBe(false);
  });

  test('a version that the server tells with more around it fits its module', () => {
    putNginx('nginx/1.25.3 (Ubuntu)');
    put('/etc/nginx/nginx.conf', MAIN);
    runNginx('nginx.conf', '/etc/nginx');
    expect(staged('nginx.conf')).toContain('load_module');
  });

  test('no nginx on the path', () => {
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('of an unknown version');
    expect(staged('nginx.conf')).toBe(MAIN);
  });

  test('musl', () => {
    putNginx('nginx/1.25.3');
    put('/lib/ld-musl-x86_64.so.1', '');
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('nginx.conf', '/etc/nginx')).toContain('musl');
    expect(staged('nginx.conf')).toBe(MAIN);
  });

  test('a main file that is not there', () => {
    putNginx('nginx/1.25.3');
    put('/etc/nginx/nginx.conf', MAIN);
    expect(runNginx('site.conf', '/etc/nginx')).toContain('no site.conf in');
    expect(staged('nginx.conf')).toBe(MAIN);
  });
});
