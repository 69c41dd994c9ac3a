import satisfies from 'spdx-satisfies';
import { ALLOWED } from './allowed.js';
import { namePackage, type LicensedPackage, type RequiredPackage } from './package.js';

/**
 * Judges an SPDX expression: of licences joined by OR one must be allowed, of those joined by AND all. Text that is no such
 * expression is not allowed.
 */
export function isAllowed(licence: string): boolean {
  try {
    return satisfies(licence, Object.keys(ALLOWED));
  } catch {
    return false;
  }
}

/** Gives a sentence for each package whose licence is not allowed. */
export const findForbidden = (packages: readonly LicensedPackage[]): readonly string[] =>
  packages
    .filter(({ licence }) => !isAllowed(licence))
    .map((each) => `${namePackage(each)} has the licence "${each.licence}", which is not allowed.`);

/** Gives a sentence for each package that has no row, and for each row whose package is no longer required. */
export function compareRows(
  required: readonly RequiredPackage[],
  rows: readonly RequiredPackage[],
): readonly string[] {
  const names = new Set(required.map(namePackage));
  const known = new Set(rows.map(namePackage));
  return [
    ...[...names].filter((name) => !known.has(name)).map((name) => `${name} has no row.`),
    ...[...known].filter((name) => !names.has(name)).map((name) => `${name} has a row and is not required.`),
  ];
}
