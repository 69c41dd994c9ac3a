import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import {
  APACHE_ATTACH_SCRIPT,
  CLONE_SCRIPT,
  NGINX_ATTACH_SCRIPT,
} from '../../../../src/core/recipes/web-server-scripts.js';

/** Runs both scripts of web servers in folders that are laid out like images, below a root of their own. */

export const CONF = 'opentemetry_agent.conf';
const STAGING = '/opt/opentelemetry-webserver/source-conf';
export const AGENT = '/opt/opentelemetry-webserver/agent';
const HTTPD = ['httpd.conf', 'apache2.conf'];
const APACHE_MODULE = `${AGENT}/WebServerModule/Apache/libmod_apache_otel.so`;

export let root: string;

/** Makes a root before each test of a file, and removes it after; modules are loaded once for all files of a process. */
export function useImageFolders(): void {
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
}

export function put(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** An image's nginx, which says its version as the real one does. */
export function putNginx(version: string): void {
  put('/bin/nginx', `#!/bin/sh\necho "nginx version: ${version}" >&2\n`);
  chmodSync(join(root, '/bin/nginx'), 0o755);
}

/** Every absolute path of a text, below the root. */
export const below = (text: string): string =>
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

export function runApache(
  folder: string,
  conf = 'ApacheModuleServiceInstanceId <<SID-PLACEHOLDER>>',
): string {
  const cloned = run(CLONE_SCRIPT, [folder, ...HTTPD]);
  return (
    cloned +
    run(APACHE_ATTACH_SCRIPT, [folder, APACHE_MODULE, ...HTTPD], {
      OTEL_APACHE_AGENT_CONF: conf,
      APACHE_SERVICE_INSTANCE_ID: 'pod-1',
    })
  );
}

export function runNginx(file: string, folder: string): string {
  const cloned = run(CLONE_SCRIPT, [folder, file]);
  return (
    cloned +
    run(NGINX_ATTACH_SCRIPT, [file, folder], {
      OTEL_NGINX_AGENT_CONF: 'NginxModuleServiceInstanceId <<SID-PLACEHOLDER>>;',
      OTEL_NGINX_SERVICE_INSTANCE_ID: 'pod-1',
    })
  );
}

export const staged = (name: string): string => readFileSync(join(root, STAGING, name), 'utf8');
export const isStaged = (name: string): boolean => existsSync(join(root, STAGING, name));
