import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readPackageVersion } from '../../src/text/package-version.js';
import { imageNodeVersion } from '../cluster/images/node-program.js';
import { buildBinaries } from '../cluster/kubernetes/binaries.js';
import { run } from '../cluster/machine/command.js';
import { ensureImageRequirements } from '../cluster/machine/requirements.js';
import { isolatedStore, type ImageStore } from './image-store.js';
import { programOf } from '../chart/helm.js';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import { like } from '../support/like.js';
import { ARCHITECTURES, buildBase } from './stand-in-base.js';

const VERSION = readPackageVersion();
const PACKAGE = `doka-tracing-${VERSION}.tgz`;
const ARCHIVE = `doka-tracing-${VERSION}-image.tar`;
const BILL = `doka-tracing-${VERSION}-sbom.cdx.json`;
const PLUGIN_ARCHIVE = `doka-tracing-krew-${VERSION}.tar.gz`;
const CHART_ARCHIVE = `doka-tracing-chart-${VERSION}.tgz`;
const INSTALL_FILES = ['install.yaml', 'install-opt-in.yaml'];
const SOURCE = 'https://example.org/doka-tracing';

let folder: string;
let revision: string;
let store: ImageStore;
const made = (...names: readonly string[]): string => join(folder, 'release', ...names);
const read = (name: string): string => readFileSync(made(name), 'utf8');

beforeAll(async () => {
  ensureImageRequirements();
  revision = run('git', ['rev-parse', 'HEAD']).trim();
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-release-'));
  store = isolatedStore(join(folder, 'store'));
  const base = await buildBase(join(folder, 'base'), store);
  const kubectl = join(await buildBinaries(), 'kubectl');
  const words = ['--dry-run', '--builder=buildah', `--base-image=${base}`, `--kubectl=${kubectl}`];
  const helm = `--helm=${programOf('helm-4')}`;
  const told = [`--source=${SOURCE}`, '--image=registry.example/doka-tracing', `--out=${made()}`];
  run(process.execPath, ['--import', 'tsx', 'scripts/release.ts', ...words, helm, ...told], {
    env: store.env,
  });
});

afterAll(() => {
  store.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('makes every file of a release, and notes their checksums', () => {
  const files = [
    ...[PACKAGE, ARCHIVE, BILL, CHART_ARCHIVE, PLUGIN_ARCHIVE, 'krew.yaml', ...INSTALL_FILES],
    ...['image-digest', 'release-notes.md'],
  ];
  expect(readdirSync(made()).sort()).toEqual([...files, 'SHA256SUMS'].sort());
  for (const name of files) {
    expect(statSync(made(name)).size).toBeGreaterThan(0);
    const sum = createHash('sha256')
      .update(readFileSync(made(name)))
      .digest('hex');
    expect(read('SHA256SUMS')).toContain(`${sum}  ${name}\n`);
  }
});

describe('the package for npm', () => {
  test('installs a command that works', () => {
    const prefix = join(folder, 'installed');
    run('npm', ['install', '--ignore-scripts', '--no-save', `--prefix=${prefix}`, made(PACKAGE)]);
    const command = join(prefix, 'node_modules', '.bin', 'doka-tracing');
    expect(run(command, ['--version']).trim()).toBe(VERSION);
    const rendered = run(command, ['render', '-f', 'examples/cluster/platform.yaml']);
    expect(rendered).toContain('kind: ');
  });
});

test('krew installs the plug-in, which kubectl runs', () => {
  const krew = join(folderOf(CATALOG.krew), 'krew');
  const env = { ...process.env, KREW_ROOT: join(folder, 'krew') };
  const archive = `--archive=${made(PLUGIN_ARCHIVE)}`;
  run(krew, ['install', `--manifest=${made('krew.yaml')}`, archive], { env });
  const plugin = join(folder, 'krew', 'bin', 'kubectl-tracing');
  expect(run(plugin, ['--version']).trim()).toBe(VERSION);
  expect(run(plugin, ['inject', '--help'])).toContain('Usage: kubectl tracing inject');
  expect(run(plugin, ['render', '-f', 'examples/cluster/platform.yaml'])).toContain('kind: ');
});

describe('the image', () => {
  /** A container of the image, and what is known of it. */
  interface Started {
    readonly name: string;
    readonly store: ImageStore;
    readonly inspected: Inspected;
    /** Where its files are. */
    readonly root: string;
  }

  interface Inspected {
    readonly architecture: string;
    readonly config: {
      readonly User: string;
      readonly Cmd: readonly string[];
      readonly Entrypoint: readonly string[];
      readonly Labels: Readonly<Record<string, string>>;
    };
  }

  let containers: readonly Started[];

  beforeAll(() => {
    containers = Object.values(ARCHITECTURES).map((architecture) => {
      // The store in which it was built has the same images with layers of other names.
      const fresh = isolatedStore(join(folder, `store-${architecture}`));
      const archive = `oci-archive:${made(ARCHIVE)}`;
      const name = fresh.run(['from', '--pull=false', `--arch=${architecture}`, archive]).trim();
      const { OCIv1 } = JSON.parse(fresh.run(['inspect', name])) as { readonly OCIv1: Inspected };
      return { name, store: fresh, inspected: OCIv1, root: fresh.run(['mount', name]).trim() };
    });
  });

  afterAll(() => {
    for (const { store: fresh } of containers) fresh.remove();
  });

  test('is there for each architecture, with the Node.js of it', () => {
    /** Machines of https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html, at byte 18. */
    const machines: Readonly<Record<string, number>> = { amd64: 62, arm64: 183 };
    expect(containers).toHaveLength(2);
    for (const {
      inspected: { architecture },
      root,
    } of containers)
      expect(readFileSync(join(root, 'usr/local/bin/node')).readUInt16LE(18)).toBe(machines[architecture]);
  });

  test('holds the program, the packages that it needs, and their licences, the same for each architecture', () => {
    const roots = containers.map(({ root }) => join(root, 'app'));
    for (const root of roots) {
      expect(readdirSync(root).sort()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json']);
      expect(readdirSync(join(root, 'node_modules'))).not.toContain('typescript');
    }
    const [first = '', second = ''] = roots;
    expect(run('diff', ['--recursive', '--brief', first, second])).toBe('');
  });

  test('says what it is, who runs it, and from where it is', () => {
    const { description } = JSON.parse(readFileSync('package.json', 'utf8')) as { description: string };
    for (const {
      inspected: { config },
    } of containers) {
      expect(config.User).toBe('65532:65532');
      expect(config.Cmd).toEqual(['serve']);
      expect(config.Labels).toMatchObject({
        'org.opencontainers.image.title': 'doka-tracing',
        'org.opencontainers.image.description': description,
        'org.opencontainers.image.licenses': 'Apache-2.0',
        'org.opencontainers.image.version': VERSION,
        'org.opencontainers.image.revision': revision,
        'org.opencontainers.image.source': SOURCE,
      });
    }
  });

  test('runs on the architecture of this machine as its user', () => {
    const architecture = ARCHITECTURES[process.arch as keyof typeof ARCHITECTURES];
    const own = containers.find(({ inspected }) => inspected.architecture === architecture);
    const inside = (...words: readonly string[]): string =>
      own === undefined ? '' : own.store.run(['run', own.name, '--', ...words]).trim();
    expect(inside('node', '--version')).toBe(`v${imageNodeVersion()}`);
    expect(inside('node', '-p', 'process.getuid()')).toBe('65532');
    expect(inside(...(own?.inspected.config.Entrypoint ?? []), '--version')).toBe(VERSION);
  });
});

describe.each(INSTALL_FILES)('%s', (name) => {
  const kinds = (): readonly string[] =>
    parseAllDocuments(read(name)).map((document) => (document.toJS() as { kind: string }).kind);

  test('begins with the definitions, and is whole', () => {
    expect(kinds()[0]).toBe('CustomResourceDefinition');
    expect(kinds().lastIndexOf('CustomResourceDefinition')).toBeLessThan(kinds().indexOf('Namespace'));
    expect(kinds()).toEqual(
      like.arrayContaining(['Deployment', 'MutatingWebhookConfiguration', 'ValidatingAdmissionPolicy']),
    );
  });

  test('names the image by the digest of its archive', () => {
    const digest = read('image-digest').trim();
    expect(read(name)).toContain(`image: registry.example/doka-tracing:${VERSION}@${digest}\n`);
    expect(run('tar', ['-xOf', made(ARCHIVE), 'index.json'])).toContain(digest);
  });
});

test('the bill of materials lists what is installed with the package, and nothing else', () => {
  const { components } = JSON.parse(read(BILL)) as {
    readonly components: readonly { readonly name: string; readonly version: string }[];
  };
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
  };
  const shipped = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf(FOLDER) + FOLDER.length)}@${version}`);
  expect(components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
    [...new Set(shipped)].sort(),
  );
});

const FOLDER = 'node_modules/';
