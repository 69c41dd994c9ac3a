import { describe, expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import type { PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';

const OFFICIAL = 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-dotnet';
const DIGEST = `sha256:${'0a'.repeat(32)}`;
const MUSL = 'linux-musl-x64';

/** Folder of the library that the runtime is told to load. */
function findLibraryFolder(
  image: string | undefined,
  { runtime, spec, platform }: { runtime?: string; spec?: Partial<PodSpec>; platform?: object } = {},
): string | undefined {
  const annotations = {
    [getInjectKey('dotnet')]: 'true',
    ...(runtime === undefined
      ? {}
      : { 'instrumentation.opentelemetry.io/otel-dotnet-auto-runtime': runtime }),
  };
  const outcome = admitInShop(podWith(spec, { annotations }), {
    asked: image === undefined ? {} : { dotnet: { image } },
    ...(platform === undefined ? {} : { platform }),
  });
  const path = outcome.pod.spec.containers[0]?.env?.find(({ name }) => name === 'CORECLR_PROFILER_PATH');
  return path?.value?.split('/').at(-2);
}

const bound = (architecture: string): { spec: Partial<PodSpec> } => ({
  spec: { nodeSelector: { 'kubernetes.io/arch': architecture } },
});
const boundByAffinity = (...values: string[]): { spec: Partial<PodSpec> } => ({
  spec: {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values }] }],
        },
      },
    },
  },
});

describe('the folder of the library is one that the image has', () => {
  test.each([
    ['the default image', undefined, {}, 'linux'],
    ['the default image, on musl', undefined, { runtime: MUSL }, 'linux-musl'],
    ['the default image, on arm64', undefined, bound('arm64'), 'linux'],
    ['its first version with one folder', `${OFFICIAL}:1.16.0`, {}, 'linux'],
    ['a later one', `${OFFICIAL}:1.17.2`, {}, 'linux'],
    ['a major one', `${OFFICIAL}:2.0.0`, { runtime: MUSL }, 'linux-musl'],
    ['a revision', `${OFFICIAL}:1.16.0-2`, {}, 'linux'],
    ['with a v', `${OFFICIAL}:v1.16.1`, {}, 'linux'],
    ['with a digest too', `${OFFICIAL}:1.16.0@${DIGEST}`, {}, 'linux'],
    ['of another registry', 'mirror.example:5000/otel/autoinstrumentation-dotnet:1.16.0', {}, 'linux'],
    ['the version before', `${OFFICIAL}:1.15.0`, {}, 'linux-x64'],
    ['an old one', `${OFFICIAL}:1.2.0`, {}, 'linux-x64'],
    ['a two-digit minor is no fraction', `${OFFICIAL}:1.9.0`, {}, 'linux-x64'],
    ['with a v and old', `${OFFICIAL}:v1.15.0`, {}, 'linux-x64'],
    ['an old one, on musl', `${OFFICIAL}:1.2.0`, { runtime: MUSL }, 'linux-musl-x64'],
    ['an old one, on arm64', `${OFFICIAL}:1.2.0`, bound('arm64'), 'linux-arm64'],
    ['an old one, on arm64 by affinity', `${OFFICIAL}:1.2.0`, boundByAffinity('arm64'), 'linux-arm64'],
    ['an old one, on either', `${OFFICIAL}:1.2.0`, boundByAffinity('arm64', 'amd64'), 'linux-x64'],
    ['an old one, on amd64', `${OFFICIAL}:1.2.0`, bound('amd64'), 'linux-x64'],
    [
      'an old one, on arm64 and musl',
      `${OFFICIAL}:1.2.0`,
      { runtime: MUSL, ...bound('arm64') },
      'linux-musl-arm64',
    ],
    ['a digest alone', `${OFFICIAL}@${DIGEST}`, {}, 'linux-x64'],
    ['no tag', OFFICIAL, {}, 'linux-x64'],
    ['a tag that is no version', `${OFFICIAL}:latest`, {}, 'linux-x64'],
    ['a date for a tag', `${OFFICIAL}:20260801`, {}, 'linux-x64'],
    ['an image of one’s own', 'registry.example/dotnet-agent:3.1.0', {}, 'linux-x64'],
    ['an image of one’s own, on arm64', 'registry.example/dotnet-agent:3.1.0', bound('arm64'), 'linux-arm64'],
  ] as const)('%s', (_case, image, scene, folder) => {
    expect(findLibraryFolder(image, scene)).toBe(folder);
  });

  test.each([
    ['its registry', { registry: 'mirror.example/otel' }, 'linux'],
    ['its image', { dotnet: { image: `${OFFICIAL}:1.10.0` } }, 'linux-x64'],
  ])('of the platform: %s', (_case, agents, folder) => {
    expect(findLibraryFolder(undefined, { platform: { agents } })).toBe(folder);
  });
});

describe('another profiler', () => {
  const OTHER = '{846F5F1C-F9AE-4B07-969E-05C26BC060D8}';
  const decide = (asked: object, env: { name: string; value: string }[] = []): readonly string[] => {
    const pod = podWith(
      { containers: [{ name: 'app', env }] },
      { annotations: { [getInjectKey('dotnet')]: 'true' } },
    );
    return admitInShop(pod, { asked: { exporter: { endpoint: 'http://gw:4318' }, ...asked } }).findings.map(
      ({ code, message }) => `${code}: ${message}`,
    );
  };
  const naming = (value: string): { name: string; value: string }[] => [{ name: 'CORECLR_PROFILER', value }];

  test.each([
    ['the container', {}, naming(OTHER), 'app'],
    ['the language of the Instrumentation', { dotnet: { env: naming(OTHER) } }, [], 'the Instrumentation'],
    ['the Instrumentation', { env: naming(OTHER) }, [], 'the Instrumentation'],
  ])('of %s', (_, asked, env, owner) => {
    expect(decide(asked, env)).toEqual([
      `user-setting-unsupported: dotnet: ${owner} loads another profiler by CORECLR_PROFILER.`,
    ]);
  });

  test('that of the agent is none', () => {
    expect(decide({ env: naming('{918728DD-259F-4A6A-AC2B-B85E1B658318}') })).toEqual([]);
  });
});
