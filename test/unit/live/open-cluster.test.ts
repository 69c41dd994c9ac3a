import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCluster } from '../../../src/live/open-cluster.js';
import { formatKubeconfig } from '../../support/live-rig.js';

let folder: string;
const { HOME, KUBECONFIG } = process.env;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doka-tracing-'));
  process.env['HOME'] = folder;
  delete process.env['KUBECONFIG'];
});

afterEach(async () => {
  for (const [name, value] of Object.entries({ HOME, KUBECONFIG }))
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  await rm(folder, { recursive: true });
});

const put = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

test('several files of KUBECONFIG are one, whose first current context holds', async () => {
  const files = [
    await put('one', formatKubeconfig('https://one.example', 'one', 'shop')),
    await put('two', formatKubeconfig('https://two.example', 'two')),
  ];
  process.env['KUBECONFIG'] = files.join(delimiter);
  expect(await openCluster({})).toMatchObject({
    value: { server: 'https://one.example', context: 'one', namespace: 'shop' },
  });
  expect(await openCluster({ context: 'two' })).toMatchObject({
    value: { server: 'https://two.example', context: 'two', namespace: 'team-a' },
  });
});

const parts = JSON.parse(formatKubeconfig('https://one.example', 'one')) as Record<string, unknown>;

test.each([
  ['no file', undefined, {}, /^No cluster is known: .* Give --kubeconfig FILE\.$/],
  ['no YAML', '{', {}, /cannot be read \(.*\); give a kubeconfig that kubectl takes\.$/],
  ['another context', parts, { context: 'tow' }, /there is no context tow; it has: one\.$/],
  [
    'no context',
    { ...parts, 'current-context': undefined },
    {},
    /no current-context is set, and it has: one; give --context NAME\.$/,
  ],
  [
    'no cluster',
    { ...parts, clusters: [] },
    {},
    /context one names no cluster; correct it, or give --context\.$/,
  ],
  [
    'a login program that is not there',
    {
      ...parts,
      users: [
        {
          name: 'one',
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1',
              command: 'no-such-login',
              interactiveMode: 'Never',
            },
          },
        },
      ],
    },
    {},
    /^Context one: the login does not work \(.*no-such-login.*\); try kubectl auth whoami with the same context\.$/,
  ],
])('%s is reported with what to do', async (_, text, choice, sentence) => {
  if (text !== undefined)
    process.env['KUBECONFIG'] = await put('config', typeof text === 'string' ? text : JSON.stringify(text));
  const opened = await openCluster(choice);
  expect(opened.ok ? '' : opened.error).toMatch(sentence);
});

test('a file that is given and not there is reported', async () => {
  const opened = await openCluster({ kubeconfig: join(folder, 'nothing') });
  expect(opened.ok ? '' : opened.error).toMatch(/nothing cannot be read \(ENOENT.*\); give a kubeconfig/);
});
