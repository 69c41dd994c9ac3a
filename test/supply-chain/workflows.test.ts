import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { minVersion } from 'semver';
import { parse } from 'yaml';

const FOLDER = join('.github', 'workflows');

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions?: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
        readonly steps?: readonly { readonly uses?: string; readonly with?: object }[];
      }
    >
  >;
}

const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const workflow = (name: string): Workflow => parse(read(name)) as Workflow;

describe.each(readdirSync(FOLDER))('%s', (name) => {
  test('takes actions of others by their commit, and says which version that is', () => {
    const uses = read(name)
      .split('\n')
      .flatMap((line) => /^ *(?:- )?uses: (.+)$/.exec(line)?.[1] ?? []);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses.filter((each) => !each.startsWith('./')))
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test('may only read, where a job does not say more', () => {
    expect(Object.values(workflow(name).permissions ?? { all: 'write' })).toEqual(
      Object.values(workflow(name).permissions ?? {}).map(() => 'read'),
    );
  });

  test('keeps no credentials in the checkout', () => {
    const checkouts = Object.values(workflow(name).jobs)
      .flatMap(({ steps = [] }) => steps)
      .filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });
});

test('the tests run on the oldest Node.js that package.json allows', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
  expect(workflow('ci.yml').jobs['node']?.strategy?.matrix.node[0]).toBe(minVersion(engines.node)?.version);
});

test('a release may write only what it publishes', () => {
  expect(workflow('release.yml').jobs['release']?.permissions).toEqual({
    contents: 'write',
    packages: 'write',
    'id-token': 'write',
    attestations: 'write',
  });
});
