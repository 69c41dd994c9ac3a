import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../src/core/result.js';
import { count, outputOf, THIS_NODE_USAGE, type Output } from './flag-values.js';
import { PEER_FLAGS, PEER_USAGE, peerOf, type Peer } from './peer-options.js';

export interface BenchOptions {
  /** Interleaved rounds of the headline. */
  readonly pairs: number;
  /** Reviews of one measurement. */
  readonly reviews: number;
  /** Reviews before memory is read. */
  readonly memoryReviews: number;
  /** Seconds between those reviews and the reading. */
  readonly restSeconds: number;
  /** How often a start, and each size, is measured. */
  readonly repeats: number;
  readonly output: Output;
  readonly peer?: Peer;
}

export const USAGE = `Usage: npm run bench -- [options]
  --pairs N        interleaved rounds of floor and webhook (default 12; 2 with --quick)
  --reviews N      reviews of each measurement (default 3000; 500 with --quick)
  --quick          a short run to see that it works; its figures mean little
  -o, --output F   text or json (default text)
${PEER_USAGE}  --peer-pid N     its process, for CPU and memory
${THIS_NODE_USAGE}  -h, --help       this text
`;

type Scale = Omit<BenchOptions, 'output' | 'peer'>;

const FULL: Scale = { pairs: 12, reviews: 3000, memoryReviews: 100_000, restSeconds: 10, repeats: 5 };
const QUICK: Scale = { pairs: 2, reviews: 500, memoryReviews: 4000, restSeconds: 1, repeats: 2 };

/** Reads the arguments of the benchmark; `help` when it is asked for. Refuses, with one sentence, what it cannot use. */
export function readOptions(args: readonly string[]): Result<BenchOptions | 'help', string> {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
    if (values.help === true) return ok('help');
    const scale = values.quick === true ? QUICK : FULL;
    const peer = peerOf(values);
    return ok({
      ...scale,
      pairs: count(values.pairs, '--pairs') ?? scale.pairs,
      reviews: count(values.reviews, '--reviews') ?? scale.reviews,
      output: outputOf(values.output),
      ...(peer === undefined ? {} : { peer }),
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

const FLAGS = {
  pairs: { type: 'string' },
  reviews: { type: 'string' },
  quick: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  ...PEER_FLAGS,
  'peer-pid': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;
