import { expect, test } from 'vitest';
import { doWithProgress } from '../../../src/text/progress.js';
import { line, type TerminalText } from '../../../src/text/terminal-text.js';

const DOING = line`Waiting …`;

/** A terminal that notes what it shows, and tells of the first. */
function watchedTerminal(): {
  readonly shown: (string | undefined)[];
  readonly told: Promise<void>;
  readonly showStatus: (text: TerminalText | undefined) => void;
} {
  const shown: (string | undefined)[] = [];
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const showStatus = (text: TerminalText | undefined): void => {
    shown.push(text);
    tell();
  };
  return { shown, told, showStatus };
}

test('work that takes its time is reported until it is done', async () => {
  const { shown, told, showStatus } = watchedTerminal();
  expect(await doWithProgress({ showStatus }, DOING, () => told.then(() => 7), 1)).toBe(7);
  expect(shown).toEqual([DOING, undefined]);
});

test('so it is where it fails', async () => {
  const { shown, told, showStatus } = watchedTerminal();
  const fail = (): Promise<never> => told.then(() => Promise.reject(new Error('broken')));
  await expect(doWithProgress({ showStatus }, DOING, fail, 1)).rejects.toThrow('broken');
  expect(shown).toEqual([DOING, undefined]);
});

test('nothing is told of work that is done at once', async () => {
  const { shown, showStatus } = watchedTerminal();
  expect(await doWithProgress({ showStatus }, DOING, () => Promise.resolve(7), 1_000_000)).toBe(7);
  expect(shown).toEqual([]);
});

test('without a terminal the work alone is done', async () => {
  expect(await doWithProgress({}, DOING, () => Promise.resolve(7), 0)).toBe(7);
});
