/**
 * Writes plain data as YAML in one of the many layouts that YAML has for it, with comments wherever it allows one. The
 * choices are taken from a list of numbers, so that a property can shrink them; where it ends all is written plainly.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Filled = readonly Json[] | { readonly [key: string]: Json };

interface Pen {
  /** Adds text. */
  readonly write: (text: string) => void;
  /** One of so many; 0 where there are no choices left. */
  readonly choose: (count: number) => number;
  /** Tells by chance, one time in so many; never where there are no choices left. */
  readonly chance: (count: number) => boolean;
  /** A comment that is like no other. */
  readonly comment: () => string;
  /** An anchor or tag, with a space behind it, or nothing. */
  readonly mark: (tag: string) => string;
  /** Comments on lines of their own, at a column or near it, and blank lines. */
  readonly ownLines: (column: number) => void;
  /** Tells that text of a block scalar stands at a column, where a comment would be text. */
  readonly endText: (column: number) => void;
  readonly text: () => string;
}

/** Writes documents, one below the other, by choices. */
export function commentedYaml(documents: readonly Json[], choices: readonly number[]): string {
  const pen = createPen(choices);
  documents.forEach((document, index) => {
    writeDocument(pen, document, index === 0);
  });
  return pen.text();
}

/** The comments of a text that was written here, in order; it may have been edited since. */
export const commentsIn = (text: string): readonly string[] => text.match(/# c\d+\b/g) ?? [];

function createPen(choices: readonly number[]): Pen {
  const parts: string[] = [];
  let [at, comments, anchors] = [0, 0, 0];
  let most = Infinity;
  const choose = (count: number): number => (choices[at++] ?? 0) % count;
  const chance = (count: number): boolean => choose(count) === count - 1;
  const comment = (): string => `# c${(comments += 1)}`;
  const write = (text: string): void => {
    if (text !== '') parts.push(text);
  };
  const ownLine = (column: number): string => {
    const near = [column, column, Math.max(0, column - 2), 0, column + 1][choose(5)] ?? 0;
    const line = `${' '.repeat(Math.min(near, most))}${comment()}\n`;
    most = Infinity;
    return line;
  };
  return {
    ...{ write, choose, chance, comment },
    mark: (tag) => ['', '', '', '', '', '', `&a${(anchors += 1)} `, `${tag} `][choose(8)] ?? '',
    ownLines: (column) => {
      while (chance(4)) write(chance(4) && most === Infinity ? '\n' : ownLine(column));
      most = Infinity;
    },
    endText: (column) => {
      most = column - 1;
    },
    text: () => parts.join(''),
  };
}

/** A comment behind something on its line, or none. */
const trailing = (pen: Pen): string => (pen.chance(3) ? ` ${pen.comment()}` : '');

const isFilled = (value: Json): value is Filled =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;
const isList = (value: Filled): value is readonly Json[] => Array.isArray(value);
const tagOf = (value: Filled): string => (isList(value) ? '!!seq' : '!!map');

function writeDocument(pen: Pen, document: Json, isFirst: boolean): void {
  pen.ownLines(0);
  if (!isFirst && pen.chance(5)) pen.write(`...${trailing(pen)}\n`);
  if (!isFirst || pen.chance(3)) pen.write(`---${trailing(pen)}\n`);
  if (isFilled(document) && pen.chance(9)) {
    pen.ownLines(0);
    writeFlow(pen, document, { column: 0, isSpread: true });
    pen.write(`${trailing(pen)}\n`);
  } else if (isFilled(document)) writeBlock(pen, document, { column: 0, isCompact: false });
  pen.ownLines(0);
}

interface Block {
  readonly column: number;
  /** Tells whether the first line goes on in one that has begun. */
  readonly isCompact: boolean;
}

/** Writes the lines of a list or map. */
function writeBlock(pen: Pen, value: Filled, { column, isCompact }: Block): void {
  const entries = isList(value)
    ? value.map((item) => ['-', item] as const)
    : Object.entries(value).map(([key, item]) => [key, item] as const);
  entries.forEach(([key, item], index) => {
    if (index > 0 || !isCompact) {
      pen.ownLines(column);
      pen.write(' '.repeat(column));
    }
    if (isList(value)) pen.write('-');
    else pen.write(`${writtenKey(pen, key)}:`);
    if (isFilled(item)) writeCollection(pen, item, { column, isItem: isList(value) });
    else writeScalar(pen, item, column);
  });
}

const writtenKey = (pen: Pen, key: string): string =>
  [key, key, key, `"${key}"`, `'${key}'`][pen.choose(5)] ?? key;

interface Slot {
  /** Column of the key or of the `-`. */
  readonly column: number;
  readonly isItem: boolean;
}

/** Writes a list or map behind `key:` or `-`. */
function writeCollection(pen: Pen, value: Filled, { column, isItem }: Slot): void {
  if (pen.chance(4)) {
    pen.write(' ');
    if (pen.chance(8)) {
      pen.write(`${pen.comment()}\n${' '.repeat(column + 2)}`);
    }
    pen.write(pen.mark(tagOf(value)));
    writeFlow(pen, value, { column: column + 2, isSpread: pen.chance(2) });
    pen.write(`${trailing(pen)}\n`);
    return;
  }
  const isFlush = isList(value) && !isItem && pen.chance(2);
  const step = isFlush ? 0 : 2 + (pen.chance(4) ? 2 : 0);
  if (isItem && !pen.chance(4)) {
    pen.write(' '.repeat(step - 1));
    writeBlock(pen, value, { column: column + step, isCompact: true });
    return;
  }
  const mark = pen.mark(tagOf(value)).trimEnd();
  pen.write(`${mark === '' ? '' : ` ${mark}`}${trailing(pen)}\n`);
  writeBlock(pen, value, { column: column + step, isCompact: false });
}

/** Writes what holds nothing behind `key:` or `-`, to the end of its line. */
function writeScalar(pen: Pen, value: Json, column: number): void {
  if (typeof value === 'string' && value !== '' && pen.chance(4)) {
    writeText(pen, value, column + 2 + pen.choose(2) * 2);
    return;
  }
  const text = scalarText(pen, value);
  const mark = typeof value === 'string' ? pen.mark('!!str') : '';
  if (text === '') pen.write(trailing(pen));
  else if (pen.chance(8))
    pen.write(` ${mark}${pen.comment()}\n${' '.repeat(column + 2)}${text}${trailing(pen)}`);
  else pen.write(` ${mark}${text}${trailing(pen)}`);
  pen.write('\n');
}

/** A block scalar. Its text has no spaces at the ends of its lines, and ends as its sign says. */
function writeText(pen: Pen, value: string, column: number): void {
  const body = value.replace(/\n+$/, '');
  const breaks = value.length - body.length;
  const chomp = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  const sign = value.includes('\n') && breaks === 0 ? '|' : (['|', '>'][pen.choose(2)] ?? '|');
  pen.write(` ${pen.mark('!!str')}${body.includes('\n') ? '|' : sign}${chomp}${trailing(pen)}\n`);
  pen.write(`${body.replaceAll(/^(?=.)/gm, ' '.repeat(column))}\n${'\n'.repeat(Math.max(0, breaks - 1))}`);
  pen.endText(column);
}

function scalarText(pen: Pen, value: Json): string {
  if (value === null) return ['', 'null', '~'][pen.choose(3)] ?? '';
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[a-z][\w./-]*$/i.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value);
  const written = JSON.stringify(value);
  const quoted = value.includes('\n') ? written : `'${value.replaceAll("'", "''")}'`;
  return (isPlain ? [value, written, quoted] : [written, quoted])[pen.choose(isPlain ? 3 : 2)] ?? written;
}

interface Flow {
  /** Column of its parts, where they stand on lines of their own. */
  readonly column: number;
  readonly isSpread: boolean;
}

/** Writes `[…]` or `{…}` without what is behind it. */
function writeFlow(pen: Pen, value: Filled, { column, isSpread }: Flow): void {
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  const entries: readonly (readonly [string, Json])[] = Object.entries(value);
  const gap = (): void => {
    if (!isSpread || !pen.chance(2)) return;
    pen.write(`${trailing(pen)}\n`);
    pen.ownLines(column);
    pen.write(' '.repeat(column));
  };
  pen.write(open);
  entries.forEach(([key, item], index) => {
    gap();
    if (!isList(value)) {
      pen.write(writtenKey(pen, key));
      pen.write(': ');
      if (pen.chance(6)) gap();
    }
    if (isFilled(item)) {
      pen.write(pen.mark(tagOf(item)));
      writeFlow(pen, item, { column: column + 2, isSpread: isSpread && pen.chance(2) });
    } else pen.write(scalarText(pen, item) || 'null');
    if (pen.chance(6)) gap();
    const isLast = index === entries.length - 1;
    if (!isLast || pen.chance(5)) pen.write(isLast ? ',' : ', ');
  });
  gap();
  pen.write(close);
}
