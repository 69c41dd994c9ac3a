// What pages apply of the examples, and the examples themselves.
import { existsSync, readdirSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { textOf } from './markdown.js';
import { listCommands, listShellBlocks } from './shell-blocks.js';

const PAGES = [
  'README.md',
  ...listMarkdown('docs'),
  ...listMarkdown('examples'),
  ...listMarkdown('test').filter((path) => path.endsWith('README.md')),
];

function listMarkdown(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

/** Every command of a page that changes what a cluster has by files of ours: the page, the command, and the files. */
const APPLIED = PAGES.flatMap((page) =>
  listShellBlocks(textOf(page))
    .flatMap(({ script }) => listCommands(script))
    .filter((command) => command.includes('kubectl apply '))
    .map((command) => ({
      page,
      command,
      files: [
        ...command.slice(command.indexOf('kubectl apply ')).matchAll(/ -[fk] ((?:examples|manifests)\/\S+)/g),
      ].map(([, path = '']) => path),
    }))
    .filter(({ files }) => files.length > 0),
);

/** Kinds of the objects of a file, or of what the kustomization of a folder names. */
function kindsIn(path: string): readonly string[] {
  if (!path.endsWith('.yaml')) {
    const { resources = [] } = parse(textOf(join(path, 'kustomization.yaml'))) as {
      readonly resources?: readonly string[];
    };
    return resources.flatMap((name) => kindsIn(normalize(join(path, name))));
  }
  return parseAllDocuments(textOf(path)).map(
    (document) => (document.toJS() as { readonly kind: string }).kind,
  );
}

describe('what pages apply', () => {
  test('is there', () => {
    expect(APPLIED.length).toBeGreaterThan(5);
    expect(APPLIED.flatMap(({ files }) => files).filter((path) => !existsSync(path))).toEqual([]);
  });

  test.each(APPLIED)('$page: $command leaves the TracingPlatform of the cluster as it is', ({ files }) => {
    expect(files.flatMap(kindsIn)).not.toContain('TracingPlatform');
  });
});

test.each(['examples/checkout/context.yaml', 'examples/checkout/namespace.yaml'])(
  '%s has the Namespace of the shop',
  (path) => {
    const [namespace] = parseAllDocuments(textOf(path)).map((document) => document.toJS() as unknown);
    expect(namespace).toMatchObject({
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
  },
);

test('the README installs by Helm as the page on Helm does', () => {
  const install = (page: string): readonly string[] =>
    listShellBlocks(textOf(page))
      .flatMap(({ script }) => listCommands(script))
      .filter((command) => command.startsWith('helm install '));
  expect(install('README.md')).toEqual(install('docs/helm.md'));
  expect(install('docs/helm.md')).toHaveLength(1);
});

describe('shell blocks', () => {
  const page = [
    '# Title',
    '```sh',
    'a |',
    '  b',
    'c \\',
    '  --d # stays',
    '# a comment',
    '```',
    '## Below',
    '```yaml',
    'no: command',
    '```',
    '   ```bash',
    '   # Not a heading',
    '   e &&',
    '     f',
    '   ```',
    '# Other',
    '```sh',
    'g',
    '```',
  ].join('\n');

  test('are those of a shell, with the headings that they stand below', () => {
    const found = listShellBlocks(page).map(({ headings, script }) => [headings, listCommands(script)]);
    expect(found).toEqual([
      [['Title'], ['a | b', 'c --d # stays']],
      [['Title', 'Below'], ['e && f']],
      [['Other'], ['g']],
    ]);
  });
});

/** Pages that are read in a terminal, too. */
const NARROW = ['quickstart', 'uninstall', 'no-traces', 'from-the-operator', 'architectures', 'README'];

describe('tables fit into a terminal of 80 columns', () => {
  test.each(NARROW)('docs/%s.md', (name) => {
    const rows = textOf(`docs/${name}.md`)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows.filter((row) => row.length > 80)).toEqual([]);
  });
});

test('the first link of the README is the quickstart', () => {
  expect(/\]\(([^)]*)\)/.exec(textOf('README.md'))?.[1]).toBe('docs/quickstart.md');
});

test('the index names every page', () => {
  const index = textOf('docs/README.md');
  const pages = readdirSync('docs').filter((name) => name !== 'README.md' && name !== 'pictures');
  const missing = pages.filter((name) => !index.includes(`](${name}${name.endsWith('.md') ? '' : '/'})`));
  expect(missing).toEqual([]);
});
