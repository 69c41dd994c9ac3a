import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entrypointFlags } from '../../bench/entrypoint.js';
import { listBaseImages, nodeVersion, parseDockerfile, parseImage } from '../cluster/images/dockerfile.js';
import { like } from '../support/like.js';

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const STAGES = parseDockerfile(DOCKERFILE);

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
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } };
    expect(engines.node).toBe('>=20.19');
    expect(Number(nodeVersion(STAGES).split('.')[0])).toBeGreaterThan(20);
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
