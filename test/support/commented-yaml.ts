import type { Draw } from './draws.js';

/**
 * Plain data as YAML text in mixed layouts, with comments at the places where YAML 1.2 allows one. Block and flow
 * style, quotes, anchors with their aliases, tags, columns and line breaks are drawn, as are the comments; each comment
 * is unique.
 * https://yaml.org/spec/1.2.2/#66-comments
 */

export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

export interface Commented {
  readonly text: string;
  readonly comments: readonly string[];
}

/** Tells for each place in turn whether a comment stands there. */
export type HasComment = () => boolean;

/** Writes objects as the documents of one text. */
export function commentedYaml(objects: readonly Data[], draw: Draw, hasComment: HasComment): Commented {
  const writer = new CommentedWriter(draw, hasComment);
  const text = writer.documents(objects);
  return { text, comments: writer.comments };
}

const PLAIN = /^[A-Za-z/][\w./-]*$/;
const WORDS = new Set(['true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n', 'null']);

const isPlain = (text: string): boolean => PLAIN.test(text) && !WORDS.has(text.toLowerCase());

const spaces = (count: number): string => ' '.repeat(count);

const entriesOf = (data: Data): readonly (readonly [string | undefined, Data])[] =>
  Array.isArray(data)
    ? (data as readonly Data[]).map((item) => [undefined, item] as const)
    : Object.entries(data as Readonly<Record<string, Data>>);

const isCollection = (data: Data): data is readonly Data[] | Readonly<Record<string, Data>> =>
  typeof data === 'object' && data !== null;

interface Place {
  readonly column: number;
  /** Tells whether the key has a `?` in front. */
  readonly isExplicit?: boolean;
}

class CommentedWriter {
  readonly comments: string[] = [];
  readonly #draw: Draw;
  readonly #hasComment: HasComment;
  /** Of how many values one has an anchor. */
  readonly #often: number;
  /** What each anchor of the document means so far, as JSON; a name may be given anew. */
  readonly #anchors = new Map<string, string>();
  /** Up to which column a comment may stand: further right it would be text of the block scalar above. */
  #furthest = 99;

  constructor(draw: Draw, hasComment: HasComment) {
    this.#draw = draw;
    this.#hasComment = hasComment;
    this.#often = [3, 24][draw(2)] ?? 24;
  }

  documents(objects: readonly Data[]): string {
    const texts = objects.map((object, index) => {
      const before = this.#own();
      const start = index > 0 || this.#draw(2) === 0 ? `---${this.#behind()}\n` : '';
      this.#furthest = 99;
      this.#anchors.clear();
      const isFlow = this.#draw(12) === 0;
      const lead = this.#own();
      const body = isFlow ? `${this.#flow(object, 0)}${this.#behind()}\n` : this.#block(object, 0);
      this.#furthest = 0;
      const end = this.#draw(4) === 0 ? `${this.#own()}...${this.#behind()}\n` : '';
      return before + start + lead + body + end;
    });
    const last = this.#own();
    return texts.join('') + (this.#draw(2) === 0 ? last.trimEnd() : last);
  }

  #comment(): string | undefined {
    if (!this.#hasComment()) return undefined;
    const comment = `#${['', ' ', ' a: [', ' "', ' - '][this.#draw(5)] ?? ''}c${this.comments.length}.`;
    this.comments.push(comment);
    return comment;
  }

  /** A comment behind something on its line, or nothing. */
  #behind(): string {
    const comment = this.#comment();
    return comment === undefined ? '' : spaces(1 + this.#draw(2)) + comment;
  }

  /** Lines of their own: none, a comment at any column from the least on, or a blank one. */
  #own(least = 0): string {
    const column = Math.min(least + this.#draw(14), this.#furthest);
    const comment = this.#comment();
    const blank = this.#draw(12) === 0 && this.#furthest === 99 ? '\n' : '';
    this.#furthest = comment === undefined ? this.#furthest : 99;
    return comment === undefined ? blank : `${blank}${spaces(column)}${comment}\n`;
  }

  /** Lines of a map or list that is not empty; behind an anchor or tag the parser takes no `?` at its beginning. */
  #block(data: Data, column: number, hasLead = false): string {
    return entriesOf(data)
      .map(([key, value], index) => {
        const line = this.#own() + spaces(column);
        return (
          line +
          this.#entry(key, value, { column, isExplicit: !(hasLead && index === 0) && this.#draw(20) === 0 })
        );
      })
      .join('');
  }

  #entry(key: string | undefined, value: Data, { column, isExplicit = false }: Place): string {
    if (key === undefined) return `-${this.#value(value, column, true)}`;
    const written = this.#key(key);
    if (!isExplicit) return `${written}:${this.#value(value, column, false)}`;
    return `? ${written}${this.#behind()}\n${this.#own()}${spaces(column)}:${this.#value(value, column, false)}`;
  }

  #key(key: string): string {
    return isPlain(key) && this.#draw(8) !== 0 ? key : JSON.stringify(key);
  }

  /** What stands behind a colon or `-`, up to the end of the line. */
  #value(value: Data, column: number, isItem: boolean): string {
    this.#furthest = 99;
    const alias = this.#alias(value);
    if (alias !== undefined) return `${this.#gap(column)}${alias}${this.#behind()}\n`;
    const lead = this.#properties(value);
    if (!isCollection(value)) return this.#leaf(lead, value, column);
    if (entriesOf(value).length === 0 || this.#draw(4) === 0) return this.#flowValue(lead, value, column);
    const isCompact = isItem && lead === '' && this.#draw(4) !== 0;
    if (isCompact) return this.#compact(value, column);
    const step = Array.isArray(value) && !isItem ? this.#draw(3) : 1 + this.#draw(4);
    return `${lead}${this.#behind()}\n${this.#block(value, column + step, lead !== '')}`;
  }

  /** A map or list that begins on the line of its `-`. */
  #compact(value: Data, column: number): string {
    const gap = 1 + (this.#draw(6) === 0 ? 1 : 0);
    const [[key, first] = [undefined, null], ...rest] = entriesOf(value);
    const inner = column + 1 + gap;
    const below = (): string =>
      rest
        .map(([name, item]) => this.#own() + spaces(inner) + this.#entry(name, item, { column: inner }))
        .join('');
    return spaces(gap) + this.#entry(key, first, { column: inner }) + below();
  }

  /** Often an alias, where an anchor means the same. */
  #alias(value: Data): string | undefined {
    const said = JSON.stringify(value);
    const name = [...this.#anchors.keys()].find((each) => this.#anchors.get(each) === said);
    return name === undefined || this.#draw(3) === 0 ? undefined : `*${name}`;
  }

  #anchor(value: Data): string {
    const name = `a${this.#draw(9)}`;
    this.#anchors.set(name, JSON.stringify(value));
    return `&${name}`;
  }

  /** An anchor or tag, seldom. */
  #properties(value: Data): string {
    if (this.#draw(this.#often) === 0) return ` ${this.#anchor(value)}`;
    const drawn = this.#draw(24);
    if (drawn === 1 && typeof value === 'string') return ' !!str';
    return drawn === 2 && isCollection(value) ? ` !!${Array.isArray(value) ? 'seq' : 'map'}` : '';
  }

  #flowValue(lead: string, value: Data, column: number): string {
    return lead + this.#gap(column) + this.#flow(value, column + 1) + this.#behind() + '\n';
  }

  /**
   * One space, or a line break with comments; what follows stands right of the column. So do the comments: behind some
   * that stand further left, the parser takes the next line for a part of a plain text.
   */
  #gap(column: number): string {
    if (this.#draw(3) !== 0) return ' ';
    return `${this.#behind()}\n${this.#own(column + 1)}${spaces(column + 1 + this.#draw(4))}`;
  }

  #leaf(lead: string, value: Data, column: number): string {
    if (value === null && lead === '' && this.#draw(2) === 0) return `${this.#behind()}\n`;
    const isBlock =
      typeof value === 'string' &&
      /^\S/.test(value) &&
      !value.endsWith('\n\n') &&
      this.#draw(value.includes('\n') ? 2 : 6) === 0;
    const gap = this.#gap(column);
    if (isBlock) return lead + gap + this.#blockScalar(value, column);
    return `${lead}${gap}${this.#scalar(value)}${this.#behind()}\n`;
  }

  #blockScalar(value: string, column: number): string {
    const chomp = value.endsWith('\n') ? '' : '-';
    const content = column + 1 + this.#draw(4);
    const lines = value.replace(/\n$/, '').split('\n');
    const header = `|${chomp}${this.#behind()}\n`;
    this.#furthest = column;
    return header + lines.map((line) => (line === '' ? '\n' : `${spaces(content)}${line}\n`)).join('');
  }

  #scalar(value: Data): string {
    if (typeof value !== 'string') return JSON.stringify(value);
    const style = this.#draw(3);
    if (style === 0 && isPlain(value)) return value;
    return style === 1 && !/['\n]/.test(value) ? `'${value}'` : JSON.stringify(value);
  }

  /** A flow collection whose lines begin right of a column. */
  #flow(data: Data, column: number): string {
    if (!isCollection(data)) return this.#scalar(data);
    const isSpread = this.#draw(2) === 0;
    const gap = (): string => (isSpread ? this.#flowGap(column) : '');
    const entries = entriesOf(data);
    const items = entries.map(([key, value], index) => {
      const name = key === undefined ? '' : `${JSON.stringify(key)}${gap()}:${gap() || ' '}`;
      const isLast = index === entries.length - 1;
      const comma = isLast && !(isSpread && this.#draw(3) === 0) ? '' : `${gap()},`;
      return `${gap()}${name}${this.#flowItem(key, value, column)}${comma}${isLast ? '' : ' '}`;
    });
    const [open, close] = Array.isArray(data) ? ['[', ']'] : ['{', '}'];
    return open + items.join('') + gap() + close;
  }

  /** A null behind a key may have no text, with an anchor and without. */
  #flowItem(key: string | undefined, value: Data, column: number): string {
    const alias = this.#alias(value);
    if (alias !== undefined) return `${alias} `;
    const anchor = this.#draw(this.#often) === 0 ? `${this.#anchor(value)} ` : '';
    const isNothing = value === null && key !== undefined && this.#draw(2) === 0;
    return anchor + (isNothing ? '' : this.#flow(value, column));
  }

  #flowGap(column: number): string {
    const drawn = this.#draw(5);
    if (drawn > 1) return drawn === 2 ? ' ' : '';
    // The parser takes no comment at the beginning of a line behind a value of a flow map.
    return `${this.#behind()}\n${this.#own(1)}${spaces(column + this.#draw(4))}`;
  }
}
