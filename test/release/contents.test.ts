import { expect, test } from 'vitest';
import { formatBillOfMaterials } from '../../scripts/release/bill-of-materials.js';
import { IMAGE_BUILDERS, type ImageBuild } from '../../scripts/release/image-builders.js';
import { listImageFaults } from '../../scripts/release/image-archive.js';
import { putDefinitionsFirst } from '../../scripts/release/install-files.js';
import { listPackageFaults } from '../../scripts/release/package-files.js';
import { like } from '../support/like.js';

const PACKAGE = [
  ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'dist/main.js', 'dist/core/admit.js'],
  ...['schemas/a.schema.json', 'manifests/overlays/cluster-wide/kustomization.yaml'],
];

test.each([
  ['what ships', PACKAGE, []],
  ['a test', [...PACKAGE, 'test/unit/a.test.js'], ['The package may not hold test/unit/a.test.js.']],
  ['a source', [...PACKAGE, 'src/main.ts'], ['The package may not hold src/main.ts.']],
  ['a map of a source', [...PACKAGE, 'dist/main.js.map'], ['The package may not hold dist/main.js.map.']],
  ['a key', [...PACKAGE, 'tls.key'], ['The package may not hold tls.key.']],
  ['no licence', PACKAGE.filter((path) => path !== 'LICENSE'), ['The package lacks LICENSE.']],
  ['no program', PACKAGE.filter((path) => path !== 'dist/main.js'), ['The package lacks dist/main.js.']],
])('a package with %s', (_, paths, faults) => {
  expect(listPackageFaults(paths)).toEqual(faults);
});

test('definitions come first, and each document stays as it is', () => {
  const [namespace, definition, role] = [
    'kind: Namespace',
    'kind: CustomResourceDefinition\na: "---"',
    'kind: Role',
  ];
  expect(putDefinitionsFirst(`${[namespace, definition, role].join('\n---\n')}\n`)).toBe(
    `${[definition, namespace, role].join('\n---\n')}\n`,
  );
});

const BUILD: ImageBuild = {
  version: '1.2.3',
  revision: 'abc',
  created: '2026-01-31T00:00:00.000Z',
  source: 'https://example.org/a',
  archive: 'out/image.tar',
  mounts: [],
  buildPlatform: 'linux/amd64',
};

const configurationFor = (
  architecture: string,
  { user = '65532:65532', version = '1.2.3' }: { readonly user?: string; readonly version?: string } = {},
): Parameters<typeof listImageFaults>[0]['configurations'][number] => ({
  os: 'linux',
  architecture,
  config: {
    User: user,
    Labels: Object.fromEntries(
      Object.entries({
        ...{ title: 'a', description: 'b', licenses: 'Apache-2.0', version, revision: 'abc' },
        ...{ created: BUILD.created, source: BUILD.source },
      }).map(([name, value]) => [`org.opencontainers.image.${name}`, value]),
    ),
  },
});

const [AMD64, ARM64] = [configurationFor('amd64'), configurationFor('arm64')];

test.each([
  ['as it is built', [AMD64, ARM64], []],
  ['for one platform', [AMD64], ['The image is for linux/amd64 instead of linux/amd64, linux/arm64.']],
  ['of root', [AMD64, configurationFor('arm64', { user: '0:0' })], [like.stringMatching(/^arm64: the user/)]],
  [
    'of a user by name',
    [AMD64, configurationFor('arm64', { user: 'node' })],
    [like.stringMatching(/^arm64/)],
  ],
  ['of no user', [AMD64, configurationFor('arm64', { user: '' })], [like.stringMatching(/^arm64: the user/)]],
  [
    'of another version',
    [AMD64, configurationFor('arm64', { version: '1.2.2' })],
    ['arm64: the label org.opencontainers.image.version is "1.2.2" instead of "1.2.3".'],
  ],
  [
    'without labels',
    [AMD64, { ...ARM64, config: { User: '1' } }],
    [
      ...['title', 'description', 'licenses'].map(
        (name) => `arm64: there is no label org.opencontainers.image.${name}.`,
      ),
      ...(['version', 'revision', 'created', 'source'] as const).map(
        (name) => `arm64: the label org.opencontainers.image.${name} is "" instead of "${BUILD[name]}".`,
      ),
    ],
  ],
])('an image %s', (_, configurations, faults) => {
  expect(listImageFaults({ digest: 'sha256:00', configurations }, BUILD)).toEqual(faults);
});

test('buildx attaches provenance and SBOM, and writes an archive for both platforms', () => {
  const [[...command] = [], ...others] = IMAGE_BUILDERS.buildx(BUILD);
  expect(others).toEqual([]);
  expect(command).toEqual([
    ...['docker', 'buildx', 'build', '--platform=linux/amd64,linux/arm64'],
    ...['--provenance=mode=max', '--sbom=true'],
    ...['--build-arg=VERSION=1.2.3', '--build-arg=REVISION=abc'],
    ...['--build-arg=CREATED=2026-01-31T00:00:00.000Z', '--build-arg=SOURCE=https://example.org/a'],
    ...['--output=type=oci,dest=out/image.tar,rewrite-timestamp=true', '.'],
  ]);
});

test('buildah takes another base image only when it is told to', () => {
  const words = (build: ImageBuild): string => IMAGE_BUILDERS.buildah(build).flat().join(' ');
  expect(words(BUILD)).not.toContain('--build-context');
  const replacement = { from: 'node:24@sha256:00', by: 'localhost/base' };
  expect(words({ ...BUILD, replacement })).toContain(
    '--build-context=node:24@sha256:00=container-image://localhost/base ',
  );
});

const DEVELOPMENT = [{ name: 'cdx:npm:package:development', value: 'true' }];

const bill = (licenses: readonly unknown[]): string =>
  JSON.stringify({
    serialNumber: 'urn:uuid:1',
    metadata: { timestamp: 'now', component: { 'bom-ref': 'a@1', name: 'folder', purl: 'pkg:npm/a@1' } },
    components: [
      { 'bom-ref': 'zod@4', name: 'zod', licenses, properties: [] },
      { 'bom-ref': 'knip@6', name: 'knip', properties: DEVELOPMENT },
    ],
    dependencies: [
      { ref: 'a@1', dependsOn: ['zod@4', 'knip@6'] },
      { ref: 'knip@6', dependsOn: ['zod@4'] },
      { ref: 'zod@4', dependsOn: [] },
    ],
  });

test('a bill of materials lists what ships, the same for each build of a commit', () => {
  const licenses = [{ license: { id: 'MIT' } }];
  expect(JSON.parse(formatBillOfMaterials(bill(licenses), 'a', BUILD.created))).toEqual({
    metadata: { timestamp: BUILD.created, component: { 'bom-ref': 'a@1', name: 'a', purl: 'pkg:npm/a@1' } },
    components: [{ 'bom-ref': 'zod@4', name: 'zod', licenses, properties: [] }],
    dependencies: [
      { ref: 'a@1', dependsOn: ['zod@4'] },
      { ref: 'zod@4', dependsOn: [] },
    ],
  });
});

test('a bill of materials names what has no licence', () => {
  expect(() => formatBillOfMaterials(bill([]), 'a', BUILD.created)).toThrow('without a licence: zod.');
});
