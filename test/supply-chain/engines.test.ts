import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { minVersion, satisfies } from 'semver';

interface Locked {
  readonly version?: string;
  readonly optional?: boolean;
  readonly engines?: { readonly node?: string };
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

test('every locked package runs on the oldest Node.js that package.json allows', () => {
  const { engines } = readJson('package.json') as { engines: { node: string } };
  const oldest = minVersion(engines.node)?.version ?? '';
  expect(oldest).toBe('20.19.0');
  const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> };
  const others = Object.entries(packages)
    .filter(([, { optional }]) => optional !== true)
    .filter(([, locked]) => !satisfies(oldest, locked.engines?.node ?? '*'))
    .map(([path, locked]) => `${path} ${locked.version ?? ''} needs ${locked.engines?.node ?? ''}`);
  expect(others).toEqual([]);
});
