import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place that repeats the version of package.json: a line of a file, in which it stands behind a text. */
interface VersionPlace {
  readonly path: string;
  readonly before: string;
}

/** Every place but package.json, which says the version, and package-lock.json, which npm writes. */
export const VERSION_PLACES: readonly VersionPlace[] = [
  { path: 'manifests/base/deployment.yaml', before: 'image: doka-tracing:' },
  { path: 'examples/cluster/kustomization.yaml', before: 'newTag: ' },
  { path: 'manifests/chart/Chart.yaml', before: '\nversion: ' },
  { path: 'manifests/chart/Chart.yaml', before: '\nappVersion: ' },
  { path: 'README.md', before: 'The image is `doka-tracing:' },
  { path: 'docs/quickstart.md', before: ' doka-tracing:' },
  { path: 'docs/no-traces.md', before: '--image=doka-tracing:' },
];

const readJson = (root: string, path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** The version in package.json of a folder. */
export const readVersion = (root: string): string =>
  (readJson(root, 'package.json') as { readonly version: string }).version;

/** Gives a sentence for each place that does not have the version of package.json, or has none at all. */
export function listVersionFaults(root: string): readonly string[] {
  const version = readVersion(root);
  const lock = readJson(root, 'package-lock.json') as {
    readonly version: string;
    readonly packages: { readonly '': { readonly version: string } };
  };
  const isLocked = lock.version === version && lock.packages[''].version === version;
  return [
    ...(isLocked ? [] : [`package-lock.json is not of version ${version}; run: npm install`]),
    ...VERSION_PLACES.flatMap((place) => faultOf(root, place, version)),
  ];
}

function faultOf(root: string, { path, before }: VersionPlace, version: string): readonly string[] {
  const file = join(root, path);
  const found = existsSync(file) ? versionsBehind(before, readFileSync(file, 'utf8')) : [];
  if (found.length === 0) return [`${path} has no version behind "${before}".`];
  return found
    .filter((each) => each !== version)
    .map((each) => `${path} has version ${each}, package.json ${version}; run: npm run set-version`);
}

/** A version as https://semver.org has it, up to where something else follows. */
const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z-.]+)?/;

const versionsBehind = (before: string, text: string): readonly string[] =>
  text
    .split(before)
    .slice(1)
    .map((rest) => VERSION.exec(rest)?.[0] ?? '');

/** Writes the version of package.json to every place; gives the paths of the files that changed. */
export function setVersions(root: string): readonly string[] {
  const version = readVersion(root);
  return VERSION_PLACES.flatMap(({ path, before }) => {
    const file = join(root, path);
    const text = readFileSync(file, 'utf8');
    const [first = '', ...rest] = text.split(before);
    const changed = [first, ...rest.map((each) => each.replace(VERSION, version))].join(before);
    if (changed === text) return [];
    writeFileSync(file, changed);
    return [path];
  });
}
