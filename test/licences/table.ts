import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LicensedPackage, PackageKind } from './package.js';

/** A row: a package, its licence, and where that was read. */
export interface Row extends LicensedPackage {
  readonly from: string;
}

const FILE = fileURLToPath(new URL('packages.tsv', import.meta.url));
const HEADER = 'kind\tname\tversion\tlicence\tread from';

/** The rows of packages.tsv: every package but npm's, whose licences are in package-lock.json. */
export const readRows = (): readonly Row[] =>
  readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [kind, name = '', version = '', licence = '', from = ''] = line.split('\t');
      return { kind: kind as PackageKind, name, version, licence, from };
    });

/** Writes packages.tsv, sorted and each row once. */
export function writeRows(rows: readonly Row[]): void {
  const lines = rows.map(({ kind, name, version, licence, from }) =>
    [kind, name, version, licence, from].join('\t'),
  );
  writeFileSync(FILE, [HEADER, ...[...new Set(lines)].sort(), ''].join('\n'));
}
