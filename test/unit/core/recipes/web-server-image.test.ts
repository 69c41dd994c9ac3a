import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import { admitInShop, podWith } from '../contexts.js';

/** What is said of a server's image by its name. */
function readNotices(server: 'nginx' | 'apache-httpd', image: string, spec: object = {}): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'web', image }] },
    { annotations: { [getInjectKey(server)]: 'true' } },
  );
  const outcome = admitInShop(pod, { asked: { exporter: { endpoint: 'http://otel:4317' }, ...spec } });
  expect(outcome.status).toBe('injected');
  return outcome.findings.flatMap(({ code, message }) => (code === 'module-doubtful' ? [message] : []));
}

const elsewhere = (image: string, folder: string, other: string): string =>
  `: the image "${image}" has its configuration in ${folder} and not in ${other}, so web will run without the module.`;
const HTTPD = '/usr/local/apache2/conf';

test.each([
  ['httpd:2.4', undefined],
  ['httpd:2.4-bookworm', undefined],
  ['registry.example/shop/web:1', undefined],
  ['', undefined],
  ['php:8.3-fpm', undefined],
  ['wordpress:6-php8.3-fpm', undefined],
  ['php:8.3-apache', '/etc/apache2'],
  ['docker.io/library/wordpress:6-php8.3-apache', '/etc/apache2'],
  ['wordpress', '/etc/apache2'],
  ['ubuntu/apache2:2.4', '/etc/apache2'],
  ['docker.io/bitnami/apache:2.4', '/opt/bitnami/apache/conf'],
  ['mirror.example/docker/bitnamilegacy/apache:2.4', '/opt/bitnami/apache/conf'],
  ['bitnamisecure/apache', '/opt/bitnami/apache/conf'],
  ['notbitnami/apache', undefined],
  ['mediawiki:1.42', '/etc/apache2'],
  ['mediawiki:1.42-fpm', undefined],
  ['owncloud/server:10', '/etc/apache2'],
  ['registry.access.redhat.com/ubi9/httpd-24', '/etc/httpd/conf'],
  ['quay.io/sclorg/httpd-24-c9s:latest', '/etc/httpd/conf'],
])('Apache httpd in %s', (image, folder) => {
  expect(readNotices('apache-httpd', image)).toEqual(
    folder === undefined ? [] : [`apache-httpd${elsewhere(image, folder, HTTPD)}`],
  );
  const spec = { apacheHttpd: { configPath: folder ?? HTTPD } };
  expect(readNotices('apache-httpd', image, spec)).toEqual([]);
});

test.each([
  ['nginx:1.25.3', undefined],
  ['nginx:1.25.3-bookworm', undefined],
  ['nginx:1.24.0', undefined],
  ['nginx:latest', undefined],
  ['nginx:1.25', undefined],
  ['registry.example/shop/nginx@sha256:0123456789abcdef0123456789abcdef', undefined],
  ['bitnami/nginx:1.25', '/opt/bitnami/nginx/conf'],
  ['bitnamilegacy/nginx:1.25.3', '/opt/bitnami/nginx/conf'],
  ['openresty/openresty:1.25', '/usr/local/openresty/nginx/conf'],
])('nginx in %s', (image, folder) => {
  expect(readNotices('nginx', image)).toEqual(
    folder === undefined ? [] : [`nginx${elsewhere(image, folder, '/etc/nginx')}`],
  );
  const spec = { nginx: { configFile: `${folder ?? '/etc/nginx'}/nginx.conf` } };
  expect(readNotices('nginx', image, spec)).toEqual([]);
});

test.each(['nginx:1.25.3-alpine', 'nginx:alpine', 'registry.example/web:1.2-alpine3.20'])(
  '%s has another libc than the module',
  (image) => {
    expect(readNotices('nginx', image)).toEqual([
      `nginx: the image "${image}" has a tag for Alpine Linux, and the module is made for glibc, so web will run without the module.`,
    ]);
  },
);

test.each([
  'nginx:1.27.4',
  'nginx:1.25.5-bookworm',
  'nginxinc/nginx-unprivileged:1.22.0',
  'mirror.example/library/nginx:1.29.8',
])('%s has another version than the modules', (image) => {
  expect(readNotices('nginx', image).join('')).toContain(
    'by its tag, and the agent image has modules for 1.24.0 and 1.25.3, so web will run without the module.',
  );
  expect(readNotices('nginx', image, { nginx: { image: 'registry.example/agent:2' } })).toEqual([]);
});

test.each([
  'registry.k8s.io/ingress-nginx/controller:v1.12.0',
  'nginx/nginx-ingress:3.4',
  'kong:3.9',
  'apache/apisix:3.11.0-debian',
])('%s writes its configuration itself', (image) => {
  expect(readNotices('nginx', image).join('')).toContain('writes its configuration itself when it starts');
});
