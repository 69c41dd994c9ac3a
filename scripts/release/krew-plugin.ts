import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { run } from '../../test/cluster/machine/command.js';

/** What the archive for krew is made from. */
export interface PluginSource {
  /** The package as npm packs it. */
  readonly packed: string;
  /** A folder that this may make and remove. */
  readonly scratch: string;
  /** When the commit was made, as RFC 3339: what every file in the archive says of itself. */
  readonly created: string;
}

/** The folder that npm packs everything into. */
const FOLDER = 'package';

/**
 * Makes an archive with the package and the packages that it needs, as krew installs nothing else. It is JavaScript and
 * WebAssembly alone, the same for every operating system; the same commit gives the same archive.
 */
export function writePluginArchive(archive: string, { packed, scratch, created }: PluginSource): void {
  mkdirSync(scratch, { recursive: true });
  try {
    run('tar', ['-xzf', packed, '-C', scratch]);
    copyFileSync('package-lock.json', join(scratch, FOLDER, 'package-lock.json'));
    copyFileSync('.npmrc', join(scratch, FOLDER, '.npmrc'));
    run('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: join(scratch, FOLDER),
    });
    const same = ['--sort=name', `--mtime=${created}`, '--owner=0', '--group=0', '--numeric-owner'];
    // krew takes no links, as those to commands of the packages, which nobody needs here.
    const left = ['package-lock.json', '.npmrc', '.package-lock.json', '.bin'].map(
      (name) => `--exclude=${name}`,
    );
    run('tar', [...same, ...left, '-cf', `${archive}.tar`, '-C', scratch, FOLDER]);
    // Without a name and a time of its own.
    run('sh', ['-c', 'gzip --no-name --best --stdout "$0" >"$1" && rm "$0"', `${archive}.tar`, archive]);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export interface PluginFacts {
  readonly version: string;
  /** Address of the repository, below which the files of a release are. */
  readonly source: string;
  /** File name and SHA-256 of the archive. */
  readonly archive: string;
  readonly sha256: string;
}

/** The first version of Node.js that runs the program, as package.json says it. */
const readNodeVersion = (): string =>
  (
    JSON.parse(readFileSync('package.json', 'utf8')) as { readonly engines: { readonly node: string } }
  ).engines.node.replace('>=', '');

/** The manifest of the plug-in: https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/ */
export const formatPluginManifest = ({ version, source, archive, sha256 }: PluginFacts): string =>
  stringify({
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'tracing' },
    spec: {
      version: `v${version}`,
      homepage: source,
      shortDescription: 'Find out why pods are not traced',
      description:
        'Says for workloads whether and how OpenTelemetry auto-instrumentation is injected, checks tracing from the admission webhook to the backend, and renders what a tracing backend needs.\n',
      // krew makes one name alone. https://krew.sigs.k8s.io/docs/developer-guide/plugin-manifest/
      caveats: `It needs Node.js ${readNodeVersion()} or later on the PATH.\nTo have kubectl complete its commands, follow ${source}/blob/v${version}/docs/cli.md#completion\n`,
      platforms: [
        {
          selector: { matchExpressions: [{ key: 'os', operator: 'In', values: ['linux', 'darwin'] }] },
          uri: `${source}/releases/download/v${version}/${archive}`,
          sha256,
          bin: `${FOLDER}/dist/main.js`,
        },
      ],
    },
  });

/** SHA-256 of a file, in hexadecimal. */
export const computeFileSum = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');
