import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { BACKENDS } from '../../src/core/domain.js';
import { readChoice } from '../support/read-choice.js';
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
    const { spec, notices } = await readChoice(JSON.stringify(merged(example, patch)), 'platform.json');
    expect(notices).toEqual([]);
    chosen.push(spec.backend);
  }
  expect(chosen.sort()).toEqual([...BACKENDS].sort());
});
