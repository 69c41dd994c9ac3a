import { expect, test } from 'vitest';
import { readOptions } from '../../scripts/release/options.js';
import { like } from '../support/like.js';

const NAMED = ['--image', 'registry.example:5000/a/doka-tracing', '--source', 'https://example.org/a'];

test('a release is told its image and its source', () => {
  expect(readOptions([...NAMED, '--push'])).toEqual({
    ok: true,
    value: {
      isDryRun: false,
      isPushed: true,
      image: 'registry.example:5000/a/doka-tracing',
      source: 'https://example.org/a',
      out: 'release',
      builder: 'buildx',
      kubectl: 'kubectl',
      helm: 'helm',
    },
  });
});

test('a dry run needs neither, and may have another base image', () => {
  const words = ['--dry-run', '--builder', 'buildah', '--base-image', 'localhost/base'];
  expect(readOptions(words)).toMatchObject({
    value: { isDryRun: true, isPushed: false, image: 'doka-tracing', baseImage: 'localhost/base' },
  });
});

test.each([
  [[], 'needs --image and --source'],
  [NAMED.slice(0, 2), 'needs --image and --source'],
  [['--dry-run', '--push'], 'publishes nothing'],
  [[...NAMED, '--builder', 'kaniko'], 'give buildx or buildah'],
  [[...NAMED, '--builder', 'buildah', '--base-image', 'a'], 'is for a dry run'],
  [['--dry-run', '--base-image', 'a'], 'needs --builder buildah'],
  [['--dry-run', '--image', 'a/b:1'], 'without a tag'],
  [['--dry-run', '--image', 'a/b@sha256:00'], 'without a tag'],
  [['--dryrun'], 'dryrun'],
])('%j is refused', (words, sentence) => {
  expect(readOptions(words)).toEqual({ ok: false, error: like.stringContaining(sentence) });
});
