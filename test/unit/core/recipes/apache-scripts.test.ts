import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  AGENT,
  CONF,
  below,
  isStaged,
  put,
  root,
  runApache,
  staged,
  useImageFolders,
} from './image-folders.js';

useImageFolders();

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

  test.each([
    ['ApacheModuleServiceName shop', true],
    ['ApacheModuleServiceName "my shop"', true],
    ['ApacheModuleServiceName "my \\"shop\\""', true],
    ['ApacheModuleServiceName my shop', false],
    ['ApacheModuleServiceName "my "shop""', false],
    ['ApacheModuleServiceName "my\nshop"', false],
    ['ApacheModuleServiceName "shop\\"', false],
    ['ApacheModuleOtelExporterEndpoint http://c:4317\nLoadModule x', true],
    ['ApacheModuleOtelExporterEndpoint "http://c\n"', false],
  ])('what a reference stood for is looked at: %j', (conf, isWhole) => {
    put('/usr/local/apache2/conf/httpd.conf', 'Listen 80\n');
    const said = runApache('/usr/local/apache2/conf', conf);
    expect(said.includes('a quote or a line break')).toBe(!isWhole);
    expect(isStaged(CONF)).toBe(isWhole);
    expect(staged('httpd.conf').includes('Include')).toBe(isWhole);
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
