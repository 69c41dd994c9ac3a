import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile } from '../../test/cluster/images/dockerfile.js';
import { run } from '../../test/cluster/machine/command.js';
import { formatBillOfMaterials } from './bill-of-materials.js';
import { findNotes, readChangelog } from './changelog.js';
import { listImageFaults, readImageArchive } from './image-archive.js';
import { IMAGE_BUILDERS, type ImageBuild } from './image-builders.js';
import { INSTALL_FILES, renderInstallation } from './install-files.js';
import { computeFileSum, formatPluginManifest, writePluginArchive } from './krew-plugin.js';
import type { ReleaseOptions } from './options.js';
import { listPackageFaults } from './package-files.js';

/** One release while it is made. */
export interface Release extends ReleaseOptions {
  readonly version: string;
  /** The commit, and when it was made, as RFC 3339. */
  readonly revision: string;
  readonly created: string;
}

const CHART = join('manifests', 'chart');

/** What a release is made by, in order. Each throws when what it made is not as it must be. */
export const STEPS: readonly (readonly [string, (release: Release) => void])[] = [
  ['package for npm', packPackage],
  ['plug-in for krew', packPlugin],
  ['image', buildImage],
  ['files to install', writeInstallFiles],
  ['chart', packChart],
  ['bill of materials', writeBillOfMaterials],
  ['notes', writeNotes],
  ['checksums', writeChecksums],
];

/** Copies what a release made to the registry of its image. */
export function pushRelease(release: Release): void {
  const { image, version, helm } = release;
  const archive = `oci-archive:${imageArchive(release)}`;
  run('skopeo', ['copy', '--all', '--preserve-digests', archive, `docker://${image}:${version}`]);
  const registry = image.slice(0, image.lastIndexOf('/'));
  if (existsSync(CHART)) run(helm, ['push', chartArchive(release), `oci://${registry}/charts`]);
}

const imageArchive = ({ out, version }: Release): string => join(out, `doka-tracing-${version}-image.tar`);
/** Helm's own name for it is that of the package for npm. */
const chartArchive = ({ out, version }: Release): string => join(out, `doka-tracing-chart-${version}.tgz`);

/** Throws with all sentences when there are some. */
function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

function packPackage({ out }: Release): void {
  run(process.execPath, ['scripts/build.mjs']);
  const printed = run('npm', ['pack', '--json', '--ignore-scripts', `--pack-destination=${out}`]);
  const [pack] = JSON.parse(printed) as readonly { readonly files: readonly { readonly path: string }[] }[];
  refuse(listPackageFaults(pack?.files.map(({ path }) => path) ?? []));
}

function packPlugin({ out, version, source, created }: Release): void {
  const archive = `doka-tracing-krew-${version}.tar.gz`;
  const packed = join(out, `doka-tracing-${version}.tgz`);
  writePluginArchive(join(out, archive), { packed, scratch: join(out, 'plugin'), created });
  const sha256 = computeFileSum(join(out, archive));
  writeFileSync(join(out, 'krew.yaml'), formatPluginManifest({ version, source, archive, sha256 }));
}

function buildImage(release: Release): void {
  const { version, revision, created, source, builder, baseImage, out } = release;
  const archive = imageArchive(release);
  const build: ImageBuild = {
    ...{ version, revision, created, source, archive },
    ...(baseImage === undefined ? {} : { replacement: { from: nameBaseImage(), by: baseImage } }),
    mounts: baseImage === undefined ? [] : npmFiles(),
    buildPlatform: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  };
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(created) / 1000) };
  for (const [command, ...args] of IMAGE_BUILDERS[builder](build)) run(command, args, { env });
  const image = readImageArchive(archive);
  refuse(listImageFaults(image, build));
  writeFileSync(join(out, 'image-digest'), `${image.digest}\n`);
}

/** The image that the last stage of the Dockerfile is made from, as that names it. */
const nameBaseImage = (): string => parseDockerfile(readFileSync('Dockerfile', 'utf8')).at(-1)?.base ?? '';

/** How npm on this machine finds its registry, and its cache: a build on a base image of this machine needs both as well. */
function npmFiles(): ImageBuild['mounts'] {
  const of = (key: string): string => run('npm', ['config', 'get', key]).trim();
  const authorities = of('cafile');
  const files: ImageBuild['mounts'] = [
    { from: of('userconfig'), to: '/root/.npmrc', mode: 'ro' },
    { from: of('globalconfig'), to: '/usr/local/etc/npmrc', mode: 'ro' },
    { from: authorities, to: authorities, mode: 'ro' },
    { from: of('cache'), to: '/root/.npm', mode: 'rw' },
  ];
  return files.filter(({ from }) => existsSync(from));
}

function writeInstallFiles({ out, image, version, kubectl }: Release): void {
  const digest = readFileSync(join(out, 'image-digest'), 'utf8').trim();
  for (const [file, overlay] of Object.entries(INSTALL_FILES)) {
    const scratch = join(out, 'kustomization');
    const text = renderInstallation(overlay, { name: image, tag: version, digest }, { kubectl, scratch });
    refuse(
      text.includes(`image: ${image}:${version}@${digest}\n`) ? [] : [`${file} does not name the image.`],
    );
    writeFileSync(join(out, file), text);
  }
}

function packChart(release: Release): void {
  if (!existsSync(CHART)) return;
  const { out, helm, version } = release;
  const scratch = join(out, 'chart');
  run(helm, ['package', CHART, '--destination', scratch]);
  renameSync(join(scratch, `doka-tracing-${version}.tgz`), chartArchive(release));
  rmSync(scratch, { recursive: true });
}

function writeBillOfMaterials({ out, version, created }: Release): void {
  const form = ['--sbom-format=cyclonedx', '--sbom-type=application'];
  const printed = run('npm', ['sbom', ...form, '--package-lock-only']);
  const { name } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly name: string };
  writeFileSync(
    join(out, `doka-tracing-${version}-sbom.cdx.json`),
    formatBillOfMaterials(printed, name, created),
  );
}

function writeNotes({ out, version }: Release): void {
  const sections = readChangelog(readFileSync('CHANGELOG.md', 'utf8'));
  writeFileSync(join(out, 'release-notes.md'), `${findNotes(sections, version)}\n`);
}

/** As `sha256sum --check` reads them. */
function writeChecksums({ out }: Release): void {
  const lines = readdirSync(out)
    .sort()
    .map((name) => `${computeFileSum(join(out, name))}  ${name}\n`);
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
}
