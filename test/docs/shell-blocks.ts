/** A block of a page that a reader runs in a shell. */
export interface ShellBlock {
  /** The headings that it stands below, the outermost first. */
  readonly headings: readonly string[];
  /** What is run, as it stands. */
  readonly script: string;
}

const FENCE = '```';
const SHELLS = ['sh', 'bash'];

/** A fence and what follows it, up to the next one. */
interface Fenced {
  readonly language: string;
  readonly indent: number;
  readonly lines: string[];
}

/** The blocks of a page whose fence says `sh` or `bash`, in order; an indented one is moved to the margin. */
export function listShellBlocks(markdown: string): readonly ShellBlock[] {
  const blocks: ShellBlock[] = [];
  let headings: readonly string[] = [];
  let open: Fenced | undefined;
  for (const line of markdown.split('\n')) {
    const text = line.trimStart();
    if (open !== undefined && text === FENCE) {
      if (SHELLS.includes(open.language)) blocks.push({ headings, script: open.lines.join('\n') });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line.slice(open.indent));
    else if (text.startsWith(FENCE))
      open = { language: text.slice(FENCE.length), indent: line.length - text.length, lines: [] };
    else headings = headingsAfter(line, headings);
  }
  return blocks;
}

/** The headings that what follows a line stands below. */
function headingsAfter(line: string, headings: readonly string[]): readonly string[] {
  const level = /^#{1,6}(?= )/.exec(line)?.[0].length;
  return level === undefined ? headings : [...headings.slice(0, level - 1), line.slice(level + 1)];
}

/** The commands of a script: its lines without comments, those that end in `\` or `|` joined with the next. */
export const listCommands = (script: string): readonly string[] =>
  script
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(/(\||&&)\n\s*/g, '$1 ')
    .split('\n')
    .filter((line) => line.trim() !== '');
