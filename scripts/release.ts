// Makes a release: checks the tree, and makes every file of the release in one folder; docs/releasing.md says which. With
// --dry-run nothing is published, and a tree that is not ready is only told.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../test/cluster/machine/command.js';
import { listChangelogFaults, readChangelog } from './release/changelog.js';
import { readOptions, USAGE, type ReleaseOptions } from './release/options.js';
import { pushRelease, STEPS, type Release } from './release/steps.js';
import { listVersionFaults, readVersion } from './release/versions.js';

const say = (text: string): void => {
  console.error(`release: ${text}`);
};

/** What a dry run leaves out, and the builder that has no part in it. */
const LEFT_OUT: Readonly<Record<ReleaseOptions['builder'], readonly string[]>> = {
  buildx: ['pushing the image and the chart'],
  buildah: [
    'pushing the image and the chart',
    'provenance (SLSA) and the SBOM of the base image, which buildx attaches to the image',
  ],
};

/** What would stop a release, and does not stop a dry run: the tree is not that of a tagged commit. */
function listTreeFaults(version: string): readonly string[] {
  const changed = run('git', ['status', '--porcelain']).trim();
  const tags = run('git', ['tag', '--points-at', 'HEAD']).split('\n');
  return [
    ...(changed === '' ? [] : [`Files are changed or not committed:\n${changed}`]),
    ...(tags.includes(`v${version}`) ? [] : [`HEAD has no tag v${version}; npm version makes it.`]),
    ...listChangelogFaults(readChangelog(readFileSync('CHANGELOG.md', 'utf8')), version),
  ];
}

/** Whether the tree can be released; says why not. */
function isReady(options: ReleaseOptions, version: string): boolean {
  const faults = listVersionFaults('.');
  const treeFaults = listTreeFaults(version);
  for (const fault of faults) say(fault);
  for (const fault of treeFaults) say(options.isDryRun ? `would stop a release: ${fault}` : fault);
  if (existsSync(options.out)) say(`${options.out} is there already; remove it, or give another --out.`);
  const isFree = !existsSync(options.out);
  return isFree && faults.length === 0 && (options.isDryRun || treeFaults.length === 0);
}

function makeRelease(options: ReleaseOptions): void {
  const [revision = '', created = ''] = run('git', ['log', '-1', '--format=%H %ct'])
    .trim()
    .split(' ')
    .map((word, index) => (index === 0 ? word : new Date(Number(word) * 1000).toISOString()));
  const release: Release = { ...options, version: readVersion('.'), revision, created };
  mkdirSync(options.out, { recursive: true });
  for (const [name, make] of STEPS) {
    say(name);
    make(release);
  }
  for (const name of readdirSync(options.out).sort())
    console.log(`${String(statSync(join(options.out, name)).size).padStart(12)}  ${join(options.out, name)}`);
  if (options.isPushed) pushRelease(release);
  if (options.isDryRun) for (const what of LEFT_OUT[options.builder]) say(`left out: ${what}`);
}

const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  console.error(`error: ${options.error}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (options.value === 'help') console.log(USAGE);
else if (isReady(options.value, readVersion('.'))) makeRelease(options.value);
else process.exitCode = 1;
