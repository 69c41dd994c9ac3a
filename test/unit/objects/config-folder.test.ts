import { expect, test } from 'vitest';
import { isConfigFolder } from '../../../src/core/objects/config-folder.js';

test.each([
  '/etc/nginx',
  '/etc',
  '/usr/local/apache2/conf/',
  '//etc//nginx',
  '/./etc',
  '/devices',
  '/etc/..d',
])('%s can be a configuration folder', (path) => {
  expect(isConfigFolder(path)).toBe(true);
});

test.each([
  '',
  '/',
  '//',
  '/.',
  '/./',
  'etc',
  './etc',
  '/etc/..',
  '/../etc',
  '/proc',
  '/sys/kernel',
  '/./dev',
])('%s cannot', (path) => {
  expect(isConfigFolder(path)).toBe(false);
});
