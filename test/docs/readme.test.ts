import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlatformInput } from '../../src/config/platform-input.js';
import { BACKENDS } from '../../src/core/domain.js';
import { textOf } from './markdown.js';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `kubectl patch --type merge` makes. https://www.rfc-editor.org/rfc/rfc7386 */
const merged = (target: unknown, patch: Fields): Fields => {
  const start = isFields(target) ? target : {};
  const entries = Object.entries(patch).map(([key, value]) => [
    key,
    isFields(value) ? merged(start[key], value) : value,
  ]);
  return { ...start, ...(Object.fromEntries(entries) as Fields) };
};

const patches = [
  ...textOf('README.md').matchAll(/^kubectl patch tracingplatform default .* -p '(.*)'$/gm),
].map(([, patch = '']) => JSON.parse(patch) as Fields);

test('it has a command for each backend, which the platform of the examples takes without a word', async () => {
  const example = parse(textOf('examples/cluster/platform.yaml')) as Fields;
  const chosen = [];
  for (const patch of patches) {
    const read = await readPlatformInput(JSON.stringify(merged(example, patch)), { file: 'platform.json' });
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(read.value.notices).toEqual([]);
    chosen.push(read.value.spec.backend);
  }
  expect(chosen.sort()).toEqual([...BACKENDS].sort());
});
