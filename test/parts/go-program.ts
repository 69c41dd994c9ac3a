import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from '../cluster/machine/command.js';
import type { Part } from './part.js';

export interface GoProgram {
  readonly name: string;
  readonly version: string;
  /** Folder of the module that pins everything the program is made of, by go.mod and go.sum. */
  readonly module: string;
  /** Path of the program's package: `.`, or that of a package of a dependency. */
  readonly package: string;
  /** Without C, as the binaries of the test cluster: what both are compiled from is then compiled once. */
  readonly isWithoutC?: true;
  /** A file of a module that it requires, which is laid beside it. */
  readonly file?: { readonly module: string; readonly path: string };
  /** Variables of packages that its own build sets: what it says of itself. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** `-p 2`: each compiler takes memory, and a machine with many cores need not have much. */
const FLAGS = ['-p', '2', '-mod=readonly', '-buildvcs=false', '-trimpath', '-ldflags'];

const WITHOUT_C = { CGO_ENABLED: '0' };

/** A Go program, as the executable `<name>` of its folder. Modules are checked against go.sum, as always. */
export const goProgram = (program: GoProgram): Part => ({
  name: program.name,
  version: program.version,
  origin: { kind: 'pins', file: join(program.module, 'go.mod') },
  definition: [program.module],
  recipe: [
    ...[...settingsOf(program), 'go build', ...flagsOf(program), program.package],
    ...(program.file === undefined ? [] : [program.file.module, program.file.path]),
  ].join(' '),
  needs: ['go'],
  make: (folder) => {
    run('go', ['build', ...flagsOf(program), '-o', join(folder, program.name), program.package], {
      cwd: program.module,
      env: { ...process.env, ...proxyAlone(), ...(program.isWithoutC && WITHOUT_C) },
    });
    if (program.file !== undefined) copyModuleFile(program, program.file, folder);
  },
});

function copyModuleFile(
  { module }: GoProgram,
  { module: required, path }: NonNullable<GoProgram['file']>,
  folder: string,
): void {
  const source = run('go', ['list', '-m', '-f', '{{.Dir}}', required], { cwd: module }).trim();
  copyFileSync(join(source, path), join(folder, basename(path)));
}

const flagsOf = ({ variables = {} }: GoProgram): readonly string[] => [
  ...FLAGS,
  ['-s -w', ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(' '),
];

const settingsOf = ({ isWithoutC }: GoProgram): readonly string[] =>
  isWithoutC ? Object.entries(WITHOUT_C).map(([name, value]) => `${name}=${value}`) : [];

/**
 * The first proxy of GOPROXY without those behind it. With the usual `…,direct` a module that the proxy does not have
 * ends in an error about its Git host, which hides that.
 */
export function proxyAlone(): Readonly<Record<string, string>> {
  const [proxy = ''] = run('go', ['env', 'GOPROXY']).trim().split(/[,|]/);
  return proxy === '' ? {} : { GOPROXY: proxy };
}
