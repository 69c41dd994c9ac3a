/** The kinds of packages that are required, by the registry or list that they come from. */
export type PackageKind = 'debian' | 'go' | 'maven' | 'npm' | 'pypi';

/** A package in one version. */
export interface RequiredPackage {
  readonly kind: PackageKind;
  readonly name: string;
  readonly version: string;
}

/** A package with its licence as an SPDX expression, which is empty where none was found. */
export interface LicensedPackage extends RequiredPackage {
  readonly licence: string;
}

/** Text that is the same for the same package, and reads well in a message. */
export const namePackage = ({ kind, name, version }: RequiredPackage): string => `${kind} ${name} ${version}`;
