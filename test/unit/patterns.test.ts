import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Judgement, judgePatterns } from '../support/pattern-judge.js';
import { readPatterns } from '../support/source-patterns.js';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

const PATTERNS = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => readPatterns(join(SOURCE, file)));

/** Each pattern once, however often it stands in the source. */
const DISTINCT = [...new Map(PATTERNS.map((each) => [`/${each.source}/${each.flags}`, each])).entries()].map(
  ([shown, pattern], index) => ({ shown, pattern, index, at: relative(SOURCE, pattern.place) }),
);

/** Milliseconds for all of them, on a machine that is busy with other things. */
const LONGEST = 1_800_000;

describe('no text makes a pattern take more than linear time', () => {
  let judgements: readonly Judgement[] = [];
  beforeAll(async () => {
    judgements = await judgePatterns(DISTINCT.map(({ pattern }) => pattern));
  }, LONGEST);

  test.each(DISTINCT)('$at $shown', ({ index }) => {
    expect(judgements[index]).toMatchObject({ status: 'safe' });
  });
});

test('the patterns of the whole tree are judged', () => {
  const folders = new Set(PATTERNS.map(({ place }) => relative(SOURCE, place).split('/')[0]));
  expect([...folders]).toEqual(
    expect.arrayContaining([
      'cli',
      'config',
      'core',
      'inject',
      'kube',
      'render',
      'telemetry',
      'tls',
      'verify',
    ]),
  );
  expect(DISTINCT.length).toBeGreaterThan(100);
});

test('the checker finds out patterns that are not', async () => {
  const sources = ['/+$', String.raw`\$\(([^)]*)\)`, String.raw`^\d+\.?\d*$`, '^(?:a+)+$'];
  const judged = await judgePatterns(sources.map((source) => ({ source, flags: '' })));
  expect(judged.map(({ status }) => status)).toEqual(sources.map(() => 'vulnerable'));
});

describe('patterns of a file', () => {
  const read = (text: string): readonly string[] => {
    const folder = mkdtempSync(join(tmpdir(), 'patterns-'));
    const file = join(folder, 'file.ts');
    writeFileSync(file, text);
    try {
      return readPatterns(file).map(({ source, flags }) => `${source} ${flags}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test.each([
    ['/a\\/b/gi.test(x)', ['a\\/b gi']],
    ["new RegExp('a+', 'u')", ['a+ u']],
    ["RegExp('a+')", ['a+ ']],
    ["const A = 'x'; const B = `${A}?`; const c = new RegExp(`^${B}$`)", ['^x?$ ']],
    ["const A = 'x'; const b = new RegExp(String.raw`\\d${A}`)", ['\\dx ']],
    ["text.match('a+')", ['a+ ']],
    ["text.includes('a+'); 'a/b/c'", []],
  ])('of %s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test.each(['new RegExp(name)', 'new RegExp(`^${name}`)', 'new RegExp(/a/)', 'text.search(`${name}`)'])(
    '%s cannot be judged and is refused',
    (text) => {
      expect(() => read(text)).toThrow('cannot be judged');
    },
  );
});
