import { listCommands, listShellBlocks, type ShellBlock } from '../../docs/shell-blocks.js';
import { textOf } from '../../docs/markdown.js';
import type { Shell } from './shell.js';

/** What of a page the test does not run. */
export interface LeftOut {
  /** How a command begins that only the reader's own machine, or another cluster, has a use for. */
  readonly command: string;
  readonly because: string;
}

/** A page whose blocks are run in order, from the first that was not run yet. */
export interface PageRun {
  /**
   * Runs the blocks up to, and with, the last one right below this heading. Gives what each printed. Throws where one fails.
   */
  readonly runThrough: (heading: string) => Promise<readonly string[]>;
  /** The blocks that are not run yet. */
  readonly left: () => readonly ShellBlock[];
  /** Ends what goes on, such as the forwarding of a port. */
  readonly stop: () => Promise<void>;
}

/** A command that forwards a port goes on until it is ended. */
const goesOn = (script: string): boolean => listCommands(script).at(-1)?.includes(' port-forward ') === true;

/**
 * Gives the blocks of a page, or of those of its sections, that are run. Throws where a block has commands
 * that are left out and others, and where nothing is left out by a row of `leftOut`: what is not run is told, and is there.
 */
export function listRunBlocks(
  path: string,
  leftOut: readonly LeftOut[],
  sections?: readonly string[],
): readonly ShellBlock[] {
  const blocks = listShellBlocks(textOf(path)).filter(
    ({ headings }) => sections === undefined || sections.some((section) => headings.includes(section)),
  );
  const unused = new Set(leftOut);
  const run = blocks.filter(({ script }) => {
    const commands = listCommands(script);
    const rows = commands.map((each) => leftOut.find(({ command }) => each.startsWith(command)));
    const out = rows.filter((row) => row !== undefined);
    for (const row of out) unused.delete(row);
    if (out.length > 0 && out.length < commands.length)
      throw new Error(`${path} has a block of which a part is run and a part is left out:\n${script}`);
    return out.length === 0;
  });
  if (run.length === 0)
    throw new Error(`${path} has no block to run below ${sections?.join(', ') ?? 'its title'}.`);
  for (const { command } of unused)
    throw new Error(`${path} has no command that begins with ${command}; leave it off the list.`);
  return run;
}

/** Prepares to run blocks in a shell. */
export function openPage(blocks: readonly ShellBlock[], { run, start }: Shell): PageRun {
  const left = [...blocks];
  const stops: (() => Promise<void>)[] = [];
  const runOne = async (script: string): Promise<string> => {
    if (goesOn(script)) {
      stops.push(start(script));
      return '';
    }
    const { code, out } = await run(script);
    if (code === 0) return out;
    throw new Error(`This ended with ${code}:\n${script}\n\n${out}`);
  };
  return {
    runThrough: async (heading) => {
      const last = left.findLastIndex(({ headings }) => headings.at(-1) === heading);
      if (last < 0) throw new Error(`No block is left to run below ${heading}.`);
      const printed = [];
      for (const { script } of left.splice(0, last + 1)) printed.push(await runOne(script));
      return printed;
    },
    left: () => left,
    stop: async () => {
      for (const stop of stops.splice(0)) await stop();
    },
  };
}
