import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readStandardInput } from '../../../src/cli/standard-input.js';
import { UsageError } from '../../../src/text/terminal.js';

const oneByOne = (bytes: Uint8Array): Readable => Readable.from([...bytes].map((byte) => Buffer.of(byte)));

test.each([
  ['characters that come in parts', 'é€🦊\n', 'é€🦊\n'],
  ['a mark of UTF-8, which stays', '\ufeffa: b\n', '\ufeffa: b\n'],
  ['nothing', '', ''],
])('takes %s', async (_, text, expected) => {
  expect(await readStandardInput(oneByOne(Buffer.from(text)))).toBe(expected);
});

test('refuses what is not UTF-8 as wrong input', async () => {
  const reading = readStandardInput(oneByOne(Buffer.from('a: b\nc: é\n', 'latin1')));
  await expect(reading).rejects.toThrow(UsageError);
  await expect(reading).rejects.toThrow(
    'standard input is refused\n  stdin:2:4: the byte E9 at offset 8 is not UTF-8; save the text as UTF-8',
  );
});
