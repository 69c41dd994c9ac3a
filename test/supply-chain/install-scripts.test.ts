import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDockerfile } from '../cluster/images/dockerfile.js';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
}

/** Packages that would run a script when they are installed, and why nothing here needs it to run. */
const UNNEEDED_SCRIPTS: Readonly<Record<string, string>> = {
  'node_modules/@grpc/proto-loader/node_modules/protobufjs':
    'It only warns of a range of versions in the package.json of whoever depends on it.',
  'node_modules/esbuild':
    'It saves a process at each start. Without it a script starts the program, which is a package for each platform.',
};

test('the packages with a script are those of which is known why it need not run', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(withScript.map(([path]) => path).sort()).toEqual(Object.keys(UNNEEDED_SCRIPTS).sort());
});

test('the image is built without running them', () => {
  const commands = parseDockerfile(readFileSync('Dockerfile', 'utf8'))
    .flatMap(({ instructions }) => instructions)
    .filter(({ name }) => name === 'RUN')
    .flatMap(({ text }) => text.split('&&'))
    .filter((command) => /npm (?!run )/.test(command));
  expect(commands.map((command) => command.trim())).toEqual([
    'npm ci --ignore-scripts',
    'npm prune --omit=dev --ignore-scripts',
  ]);
});

test.each(['scripts/prepare.mjs', 'test/cluster/images/catalogue.ts'])(
  '%s installs without running them',
  (path) => {
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(/\['(ci|install)', /);
    expect(text).toContain("'--ignore-scripts'");
  },
);
