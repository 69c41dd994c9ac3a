import { expect } from 'vitest';
import fc from 'fast-check';
import { LONGEST } from '../../src/core/bounds.js';

/** What a hostile name would have a terminal say. */
const FORGED = 'Pod default/fake injected: all';

const FRAGMENTS = [
  ...['\u001b[2J\u001b[H', '\u001b]0;title\u0007', '\u009b31m', '\u0000', '\b\b\b', '\u007f'],
  ...[
    `\n${FORGED}\n`,
    `\r\n${FORGED}\r\n`,
    `\u2028${FORGED}`,
    `\u2029${FORGED}`,
    `\u0085${FORGED}`,
    `\t${FORGED}`,
  ],
  ...['\u202e', '\u2066', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u{e0041}', '\u3164', '\u180e'],
  ...['\ud800', '\udc00x', '"', "'", '\\', '\\n', '\\u001b', '<script>alert(1)</script>', '&amp;', '-->'],
  ...['%s %d %o %j', '%', '$(A)', '${x}', '`', '日本 é 🦊 ❤️', 'x'.repeat(20_000), '🦊'.repeat(5000)],
];

/** Text that would clear a screen, forge a line, turn its direction, break markup or fill a disk, if it were shown as it is. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', 'app', 'a b'),
    fc.array(fc.constantFrom(...FRAGMENTS), { minLength: 1, maxLength: 4 }),
  )
  .map(([head, fragments]) => `${head}${fragments.join('')}`);

/** Invisible characters and halves of characters, but for the line breaks between lines. */
const UNSEEN = /(?![\ufe0e\ufe0f\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Colours as this program uses them. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[\\d{1,2}m`, 'g');

/** Expects that what is shown to a person moves no cursor, forges no line and has no line without an end. */
export function expectHarmless(text: string, where: string, longest: number = LONGEST.line): void {
  const plain = text.replaceAll(COLOURS, '');
  const seen = UNSEEN.exec(plain);
  const lines = plain.split('\n');
  expect({
    where,
    unseen: seen === null ? '' : JSON.stringify(plain.slice(Math.max(seen.index - 20, 0), seen.index + 20)),
    forged: lines.filter((line) => line.startsWith(FORGED)),
    long: lines.filter((line) => line.length > longest).map((line) => line.slice(0, 80)),
  }).toEqual({ where, unseen: '', forged: [], long: [] });
}
