// Starts a benchmark on the Node.js of the image that ships, or on that of this machine with --this-node:
//   tsx bench/start.ts [NODE_FLAG]... SCRIPT [OPTION]...
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fetchImageNode } from '../test/cluster/images/node-program.js';
import { ROOT } from './pinned.js';
import { THIS_NODE } from './flag-values.js';

/** Runs Node.js on words with the loader of TypeScript, and gives the exit code. */
async function runNode(program: string, words: readonly string[]): Promise<number> {
  const child = spawn(program, ['--import', 'tsx', ...words], { cwd: ROOT, stdio: 'inherit' });
  // A terminal's Ctrl-C reaches the benchmark too, which may have to clean up first.
  process.on('SIGINT', () => undefined).on('SIGTERM', () => child.kill());
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

const words = process.argv.slice(2);
const isOnThisNode = words.includes(THIS_NODE) || process.platform !== 'linux';
process.exitCode = await runNode(
  isOnThisNode ? process.execPath : await fetchImageNode(),
  words.filter((word) => word !== THIS_NODE),
);
