import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { LONGEST } from '../../../src/core/bounds.js';
import { cutText, escapeJson, escapeSource, escapeText, showText } from '../../../src/core/shown-text.js';
import { hostileText } from '../../support/hostile-text.js';

test.each([
  ['\u001b[2J', '\\u001b[2J'],
  ['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
  ['\u0000\u0007\u007f\u0085\u009b', '\\u0000\\u0007\\u007f\\u0085\\u009b'],
  ['\u202eevil\u2066', '\\u202eevil\\u2066'],
  ['a\u200bb\u00adc\ufeff', 'a\\u200bb\\u00adc\\ufeff'],
  ['\u2028\u2029', '\\u2028\\u2029'],
  ['\u3164\u{e0041}', '\\u3164\\u{e0041}'],
  ['\ud800x\udc00', '\\ud800x\\udc00'],
  ['typed \\n and \\u001b', 'typed \\\\n and \\\\u001b'],
  ['\\\n', '\\\\\\n'],
  ['C:\\Windows \\d \\', 'C:\\Windows \\d \\'],
  ['Ünïcödé 日本語 العربية 🦊 ❤️ <b>&"\'%s', 'Ünïcödé 日本語 العربية 🦊 ❤️ <b>&"\'%s'],
])('%j is shown as %j', (text, shown) => {
  expect(escapeText(text)).toBe(shown);
});

/** Reads what `escapeText` wrote, as a person could. */
const read = (shown: string): string =>
  shown.replace(
    /\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|([\\nrt]))/g,
    (_, long?: string, short?: string, sign?: string) => {
      if (long !== undefined) return String.fromCodePoint(parseInt(long, 16));
      if (short !== undefined) return String.fromCharCode(parseInt(short, 16));
      return { n: '\n', r: '\r', t: '\t' }[sign ?? ''] ?? '\\';
    },
  );

test('what is shown says one thing only', () => {
  const parts = fc.constantFrom(
    '\\',
    'n',
    'u',
    '001b',
    '{e0041}',
    '\u001b',
    '\n',
    '\u{e0041}',
    '\ud800',
    'é',
    '🦊',
  );
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 12 }).map((each) => each.join('')),
      (text) => {
        expect(read(escapeText(text))).toBe(text);
      },
    ),
  );
});

test('a line of a source keeps its backslashes', () => {
  expect(escapeSource('a: "b\\n\\u001b"\u001b\t')).toBe('a: "b\\n\\u001b"\\u001b\\t');
});

test('JSON is the same data with nothing invisible in it', () => {
  const data = { 'k\u202e': ['\u009b\u{e0041}\u007f', '\u001b\n', '🦊'] };
  const shown = escapeJson(JSON.stringify(data, null, 2));
  expect(JSON.parse(shown)).toEqual(data);
  expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});

describe('a text that is cut', () => {
  test.each([
    ['abcde', 5, 'abcde'],
    ['abcdef', 5, 'abcd…'],
    ['abc🦊f', 5, 'abc…'],
    ['ab🦊ef', 5, 'ab🦊…'],
  ])('%j at %i is %j', (text, longest, cut) => {
    expect(cutText(text, longest)).toBe(cut);
  });

  test('is as long as it may be, escapes counted, and no escape is cut in half', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 8, max: 100 }), (text, longest) => {
        const shown = showText(text, longest);
        expect(shown.length).toBeLessThanOrEqual(longest);
        expect(shown).not.toMatch(/\p{Cs}|\\u[0-9a-f]{0,3}…$/u);
      }),
    );
    expect(showText('\n'.repeat(1_000_000), LONGEST.name)).toBe(`${'\\n'.repeat(31)}…`);
  });
});
