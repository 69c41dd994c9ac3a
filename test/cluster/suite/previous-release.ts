import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, type Document } from 'yaml';
import { importImage } from '../control-plane/cluster.js';
import { archiveOf, webhookImage } from '../images/catalogue.js';
import { cached } from '../machine/cache.js';
import { kubectl, paths } from './test-cluster.js';
import { REPOSITORY, WEBHOOK } from './webhook.js';

/** A release that a cluster had before this one. */
export interface Release {
  /** What it was made from: a tag or a commit. */
  readonly ref: string;
  /** Its manifests, with its own image, as one text to apply. */
  readonly manifests: string;
  /** One replica of it, to stand beside those of another release behind the same Service. */
  readonly replica: string;
}

/** The name of that one replica's Deployment. */
export const REPLICA_BEFORE = `${WEBHOOK}-before`;

const IMAGE = `${WEBHOOK}:before`;
/** Another number for the same code, where nothing was released yet: replicas of two releases then run side by side. */
const UNRELEASED = '0.0.1-before';

/**
 * Gives the cluster the image of the release before this one: UPGRADE_FROM, or else the newest tag below this commit. As
 * long as there is none, it is this commit under another version.
 */
export async function bringPreviousRelease(): Promise<Release> {
  const tag = process.env['UPGRADE_FROM'] ?? findTag();
  const ref = tag ?? 'HEAD';
  // A folder of the cache is never written to again, so it is named by what is in it.
  const commit = git('rev-parse', '--verify', `${ref}^{commit}`).trim();
  const folder = await cached(
    `release-${commit.slice(0, 12)}${tag === undefined ? '-before' : ''}`,
    (path) => {
      mkdirSync(path);
      const archive = execFileSync('git', ['-C', REPOSITORY, 'archive', commit], { maxBuffer: 1 << 30 });
      execFileSync('tar', ['-x', '-C', path], { input: archive });
      if (tag === undefined) changeVersion(join(path, 'package.json'));
    },
  );
  importImage(paths, await archiveOf(webhookImage(`docker.io/library/${IMAGE}`, folder)));
  const objects = readManifests(folder);
  return {
    ref: tag ?? `${ref} as ${UNRELEASED}`,
    manifests: objects.map(String).join('---\n'),
    replica: String(buildReplica(objects)),
  };
}

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-C', REPOSITORY, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

function findTag(): string | undefined {
  try {
    return git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*', 'HEAD^').trim();
  } catch {
    return undefined;
  }
}

function changeVersion(file: string): void {
  const data = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...data, version: UNRELEASED }));
}

/** Its manifests as kustomize builds them, but for the image, whose name may be that of this release. */
function readManifests(folder: string): readonly Document[] {
  const built = kubectl('kustomize', join(folder, 'manifests', 'overlays', 'cluster-wide'));
  const documents = parseAllDocuments(built);
  findDeployment(documents).setIn(['spec', 'template', 'spec', 'containers', 0, 'image'], IMAGE);
  return documents;
}

function findDeployment(documents: readonly Document[]): Document {
  const found = documents.find((document) => document.get('kind') === 'Deployment');
  if (found === undefined) throw new Error('The manifests of the release before have no Deployment.');
  return found;
}

function buildReplica(documents: readonly Document[]): Document {
  const replica = findDeployment(documents).clone();
  replica.setIn(['metadata', 'name'], REPLICA_BEFORE);
  replica.setIn(['spec', 'replicas'], 1);
  for (const labels of [
    ['selector', 'matchLabels'],
    ['template', 'metadata', 'labels'],
  ])
    replica.setIn(['spec', ...labels, 'release'], 'before');
  return replica;
}
