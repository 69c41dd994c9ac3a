import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgePatterns } from './judge-patterns.js';
import { JUDGED, listPatterns, readPatterns } from './source-patterns.js';
import { like } from '../support/like.js';

const PATTERNS = listPatterns();

test('every pattern of the source was judged, and no text makes it take more than linear time', () => {
  const judged = JSON.parse(readFileSync(JUDGED, 'utf8')) as readonly string[];
  // After a change: npm run patterns.
  expect(PATTERNS.map(({ shown }) => shown).sort()).toEqual(judged);
});

test('the patterns of the whole tree are looked at', () => {
  const folders = new Set(PATTERNS.map(({ place }) => place.split('/')[0]));
  expect([...folders]).toEqual(
    like.arrayContaining([
      ...['cli', 'config', 'core', 'inject', 'kube', 'render', 'telemetry', 'tls', 'verify'],
    ]),
  );
  expect(PATTERNS.length).toBeGreaterThan(100);
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
