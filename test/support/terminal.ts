import type { Terminal } from '../../src/text/terminal.js';

/** What a command has written. */
export interface Written {
  out: string;
  err: string;
}

/** A terminal without colours that keeps what is written to it; `input` is its standard input. */
export function terminalOf(input = ''): { readonly terminal: Terminal; readonly written: Written } {
  const written: Written = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    readInput: () => Promise.resolve(input),
    color: false,
    createEndSignal: () => new AbortController().signal,
  };
  return { terminal, written };
}
