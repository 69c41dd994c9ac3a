import { LARGE, MIB, row, type HostileBody } from './bodies.js';
import { NAMESPACE, writeReviewText } from './reviews.js';

/** Repeats a text to so many bytes. */
const filled = (text: string, size: number): string => text.repeat(Math.floor(size / text.length));

/** A pod with some JSON text in one of its fields, as text. */
const writePod = (place: string, text: string): string =>
  `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"bomb","namespace":"${NAMESPACE}"${place === 'metadata' ? `,"x":${text}` : ''}},` +
  `"spec":{"containers":[{"name":"app"${place === 'container' ? `,"x":${text}` : ''}}]${place === 'spec' ? `,"x":${text}` : ''}}}`;

const nested = (open: string, close: string, size: number): string => {
  const levels = Math.floor(size / (open.length + close.length));
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
};

/** What fills a body to the most that is read: small values, levels, texts. */
const FILLINGS: readonly (readonly [string, (size: number) => string])[] = [
  ['objects', (size) => `[${filled('{},', size)}{}]`],
  ['lists', (size) => `[${filled('[],', size)}[]]`],
  ['numbers', (size) => `[${filled('1,', size)}1]`],
  ['fractions', (size) => `[${filled('.5,'.replace('.', '0.'), size)}1]`],
  ['keys', (size) => `{${Array.from({ length: size / 12 }, (_, index) => `"${index}":0`).join(',')}}`],
  ['one key again and again', (size) => `{${filled('"a":0,', size)}"a":0}`],
  ['nested lists', (size) => nested('[', ']', size)],
  ['nested objects', (size) => nested('{"a":', '}', size)],
  ['a text', (size) => `"${filled('x', size)}"`],
  ['a text of escapes', (size) => `"${filled('\\u0001', size)}"`],
  ['texts', (size) => `[${filled('"x",', size)}"x"]`],
  ['spaces', (size) => `${filled(' ', size)}1`],
];

const MOST = 4 * MIB;
/** The review around a pod. */
const MARGIN = 2048;

/** Bodies as large as any that are read, each with one kind of filling in one place. */
export const BOMBS: readonly HostileBody[] = [
  ...FILLINGS.map(([what, fill]) =>
    row(
      `4 MiB of ${what} in a container`,
      () => writeReviewText(writePod('container', fill(MOST - MARGIN))),
      LARGE,
    ),
  ),
  ...(['metadata', 'spec'] as const).flatMap((place) =>
    [0, 6]
      .map((index) => FILLINGS[index])
      .flatMap((filling) =>
        filling === undefined
          ? []
          : [
              row(
                `4 MiB of ${filling[0]} in ${place}`,
                () => writeReviewText(writePod(place, filling[1](MOST - MARGIN))),
                LARGE,
              ),
            ],
      ),
  ),
  ...FILLINGS.map(([what, fill]) =>
    row(`4 MiB of ${what} and nothing else`, () => fill(MOST - 2), [400, 413, 503]),
  ),
  row('4 MiB of open brackets', () => '['.repeat(MOST), [400, 413, 503]),
  row('one byte more than is read', () => writeReviewText(writePod('spec', `"${filled('x', MOST)}"`)), [200]),
  row('25 MiB', () => Buffer.alloc(25 * MIB, ' '), [413, 503]),
];
