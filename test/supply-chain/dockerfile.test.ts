import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entrypointFlags } from '../../bench/entrypoint.js';
import { listBaseImages, nodeVersion, parseDockerfile, parseImage } from '../cluster/images/dockerfile.js';
import { like } from '../support/like.js';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const STAGES = parseDockerfile(DOCKERFILE);

interface Package {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly engines: { readonly node: string };
}

const readPackage = (): Package => JSON.parse(readFileSync('package.json', 'utf8')) as Package;

describe('the image', () => {
  test('is made from images with a digest, and with a tag that tells a person which they are', () => {
    const images = listBaseImages(STAGES);
    expect(images.length).toBeGreaterThan(0);
    for (const { tag, digest } of images)
      expect([tag, digest]).toEqual([
        like.stringMatching(/^\d+\.\d+\.\d+-/),
        like.stringMatching(/^sha256:[0-9a-f]{64}$/),
      ]);
  });

  test('has one Node.js in all stages, one that package.json allows', () => {
    expect(new Set(STAGES.map(({ base }) => base)).size).toBe(1);
    const { engines } = readPackage();
    expect(engines.node).toBe('>=20.19');
    expect(Number(nodeVersion(STAGES).split('.')[0])).toBeGreaterThan(20);
  });

  test('says what it is, in the words of package.json', () => {
    const { name, description, license } = readPackage();
    const labels = STAGES.at(-1)?.instructions.filter(({ name: each }) => each === 'LABEL') ?? [];
    const text = labels.map((label) => label.text).join(' ');
    const said = { title: name, description, licenses: license };
    for (const [label, value] of Object.entries(said))
      expect(text).toContain(`org.opencontainers.image.${label}="${value}"`);
  });

  test('is built once for all architectures: no package that ships is for some of them', () => {
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Readonly<Record<string, { dev?: boolean; os?: unknown; cpu?: unknown; libc?: unknown }>>;
    };
    const shipped = Object.entries(packages).filter(([, { dev }]) => dev !== true);
    expect(shipped.length).toBeGreaterThan(100);
    expect(shipped.filter(([, { os, cpu, libc }]) => os ?? cpu ?? libc)).toEqual([]);
    const last = STAGES.at(-1)?.instructions ?? [];
    expect(last.filter(({ name }) => name === 'RUN')).toEqual([]);
  });

  test('runs as a user that is nobody, by a number', () => {
    const users = STAGES.at(-1)?.instructions.filter(({ name }) => name === 'USER');
    expect(users?.map(({ text }) => text)).toEqual(['65532:65532']);
  });

  test('does not open the inspector for a signal', () => {
    expect(entrypointFlags(DOCKERFILE)).toContain('--disable-sigusr1');
  });
});

test.each([
  ['node', { name: 'node' }],
  ['node:24', { name: 'node', tag: '24' }],
  ['here:5000/a/node', { name: 'here:5000/a/node' }],
  ['here:5000/a/node:24-slim@sha256:00', { name: 'here:5000/a/node', tag: '24-slim', digest: 'sha256:00' }],
])('%s is taken apart', (text, image) => {
  expect(parseImage(text)).toEqual(image);
});

test('a stage may be for another platform', () => {
  const stages = parseDockerfile('FROM --platform=$BUILDPLATFORM node:24.1.0-slim AS build\nRUN a \\\n  b\n');
  expect(stages).toEqual([
    {
      base: 'node:24.1.0-slim',
      name: 'build',
      instructions: [{ name: 'RUN', text: like.stringMatching(/^a +b$/) }],
    },
  ]);
});

test('a stage that is made from another stage needs no digest of its own', () => {
  const stages = parseDockerfile('FROM node:24.1.0-slim@sha256:00 AS base\nFROM base AS build\nFROM other\n');
  expect(listBaseImages(stages).map(({ name }) => name)).toEqual(['node', 'other']);
});

test.each(['FROM node', 'FROM node:24-slim', 'FROM base:24.1.0'])(
  '%s tells no version of Node.js',
  (text) => {
    expect(() => nodeVersion(parseDockerfile(text))).toThrow('names no whole version');
  },
);
