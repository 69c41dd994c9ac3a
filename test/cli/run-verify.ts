import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs the built command line in a folder, without the variables of the machine that it reads. */
export const runVerify = (
  words: readonly string[],
  { folder, env = {}, input = '' }: Given & { readonly folder: string },
): Promise<Run> =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env['PATH'], ...env } };
    const child = execFile(process.execPath, [MAIN, 'verify', ...words], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
    child.stdin?.end(input);
  });
