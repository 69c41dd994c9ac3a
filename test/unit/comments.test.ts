import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));
const FILES = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

const COMMENT = /\/\*[^]*?\*\/|(?:^|\s)\/\/.*$/gm;
/** A name of code in a comment; names of Kubernetes are written so, too. */
const NAME = /`([a-z]+[A-Z]\w*)(?:\(\))?`/g;

/** Words that stand in comments as examples of what others write. */
const EXAMPLES = ['tokenValue', 'clientSecret', 'topologyKey', 'tokenFile'];

test('what comments name is there', () => {
  const sources = FILES.map((file) => readFileSync(join(SOURCE, file), 'utf8'));
  const words = new Set(sources.flatMap((source) => source.replaceAll(COMMENT, '').match(/\w+/g) ?? []));
  const missing = sources.flatMap((source, index) =>
    (source.match(COMMENT) ?? [])
      .flatMap((comment) => [...comment.matchAll(NAME)].map(([, name = '']) => name))
      .filter((name) => !words.has(name) && !EXAMPLES.includes(name))
      .map((name) => `${FILES[index] ?? ''}: ${name}`),
  );
  expect(missing).toEqual([]);
});
