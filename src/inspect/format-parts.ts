import type { Colors } from 'picocolors/types.js';
import type { SnapshotGap } from '../live/read-snapshot.js';
import { breakValue, wrapText } from '../text/wrap.js';
import { line, paint, type TerminalText } from '../text/terminal-text.js';
import type { SettingChange } from './setting-changes.js';

/** Columns of a terminal that nobody has made wider. */
export const COLUMNS = 80;

/** A sentence behind a margin, broken between words. */
export const formatSentence = (margin: string, text: string): readonly TerminalText[] =>
  wrapText(text, COLUMNS - margin.length).map((part) => line`${margin}${part}`);

/** A value behind a margin, broken where it must be. */
export const formatValue = (margin: string, text: string): readonly TerminalText[] =>
  breakValue(text, COLUMNS - margin.length).map((part) => line`${margin}${part}`);

/** A line with a heading in front of a sentence, whose further lines are aligned with its first. */
export function formatHeaded(head: string, text: string): readonly TerminalText[] {
  const margin = ' '.repeat(HEAD);
  const [first = '', ...rest] = wrapText(text, COLUMNS - HEAD);
  return [line`  ${head.padEnd(HEAD - 3)} ${first}`, ...rest.map((part) => line`${margin}${part}`)];
}

const HEAD = 14;

/** A title above a part. */
export const formatTitleLine = (title: string, colors: Colors): TerminalText =>
  line`${paint(colors.bold, title)}`;

/** Commands as they are run: whole, whatever their length. */
export const formatCommands = (commands: readonly string[], colors: Colors): readonly TerminalText[] =>
  commands.length === 0
    ? []
    : [line``, formatTitleLine('Fix', colors), ...commands.map((command) => line`  ${command}`)];

/** Settings that changed, each with what it was and what it is. */
export const formatChanges = (margin: string, changes: readonly SettingChange[]): readonly TerminalText[] =>
  changes.flatMap(({ container, name, before, now }) => {
    const [was, is] = [before ?? '(absent)', now ?? '(absent)'];
    const whole = `${container}: ${name} was ${was}, now ${is}`;
    if (margin.length + whole.length <= COLUMNS) return [line`${margin}${whole}`];
    const inner = `${margin}  `;
    return [
      line`${margin}${container}: ${name}`,
      ...formatValue(inner, `was ${was}`),
      ...formatValue(inner, `now ${is}`),
    ];
  });

/** What could not be read, and what that means. */
export const formatGaps = (gaps: readonly SnapshotGap[]): readonly TerminalText[] =>
  gaps.flatMap(({ what, failure }) =>
    formatSentence(
      '',
      `notice: ${what} are not known, so this may differ from what the webhook does. ${failure.message} ${failure.remedy}`,
    ),
  );
