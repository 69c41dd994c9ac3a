// npm run licences: reads the licences of all Go modules and Python packages that are required from what the registries
// give, and writes packages.tsv. Rows of other kinds are written by hand and stay. Needs Go and Python.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../cluster/machine/command.js';
import { CATALOG } from '../parts/catalog.js';
import { proxyAlone } from '../parts/go-program.js';
import { made } from '../parts/part.js';
import { findFiles, normalizePythonName } from './required.js';
import { readRows, writeRows, type Row } from './table.js';

const CLASSIFIER = fileURLToPath(new URL('classifier', import.meta.url));

const go = (cwd: string, args: readonly string[], input = ''): string =>
  run('go', args, { cwd, input, env: { ...process.env, ...proxyAlone() } });

/** Names the licences in folders by the texts of their licence files; empty where they are not recognised. */
function classify(folders: readonly string[]): ReadonlyMap<string, string> {
  const lines = go(CLASSIFIER, ['run', '.'], folders.join('\n')).trimEnd().split('\n');
  return new Map(lines.map((line) => line.split('\t') as [string, string]));
}

interface Downloaded {
  readonly Path: string;
  readonly Version: string;
  readonly Dir: string;
}

/** `go mod download -json` writes one object after another. */
const readObjects = (text: string): readonly Downloaded[] =>
  JSON.parse(`[${text.replaceAll(/^\}\n\{/gm, '},{')}]`) as readonly Downloaded[];

function listGoRows(): readonly Row[] {
  const modules = findFiles('go.mod').flatMap((file) =>
    readObjects(go(dirname(file), ['mod', 'download', '-json'])),
  );
  const licences = classify(modules.map(({ Dir }) => Dir));
  return modules.map(({ Path, Version, Dir }) => ({
    kind: 'go',
    name: Path,
    version: Version,
    licence: licences.get(Dir) ?? '',
    from: 'licence file',
  }));
}

type Found = Pick<Row, 'licence' | 'from'>;

/** The value of a field in the metadata of a Python package, whose lines are those of a mail's head; empty without it. */
const readField = (metadata: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(metadata)?.[1] ?? '';

function listPythonRows(folder: string): readonly Row[] {
  const infos = readdirSync(folder)
    .filter((name) => name.endsWith('.dist-info'))
    .map((name) => join(folder, name));
  const licences = classify(infos.map(findLicenceFolder));
  return infos.map((info) => {
    const metadata = readFileSync(join(info, 'METADATA'), 'utf8');
    return {
      kind: 'pypi',
      name: normalizePythonName(readField(metadata, 'Name')),
      version: readField(metadata, 'Version'),
      ...chooseLicence(metadata, licences.get(findLicenceFolder(info)) ?? ''),
    };
  });
}

/** `License-Expression` is SPDX; `License` may be any text, so the licence file comes before it. */
function chooseLicence(metadata: string, recognised: string): Found {
  const ways: readonly Found[] = [
    { licence: readField(metadata, 'License-Expression'), from: 'License-Expression' },
    { licence: recognised, from: 'licence file' },
    { licence: readField(metadata, 'License'), from: 'License' },
  ];
  return ways.find(({ licence }) => licence !== '') ?? { licence: '', from: 'nowhere' };
}

/** https://packaging.python.org/en/latest/specifications/recording-installed-packages/ */
const findLicenceFolder = (info: string): string =>
  existsSync(join(info, 'licenses')) ? join(info, 'licenses') : info;

const byHand = readRows().filter(({ kind }) => kind !== 'go' && kind !== 'pypi');
const python = await Promise.all([CATALOG['python-agent'], CATALOG['python-service']].map(made));
writeRows([...byHand, ...listGoRows(), ...python.flatMap(listPythonRows)]);
