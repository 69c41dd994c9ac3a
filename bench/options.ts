import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../src/core/result.js';

/** Another HTTPS webhook that is measured in the same run. */
export interface Peer {
  readonly url: URL;
  /** PEM file with the CA of its certificate; without one the certificate is not verified. */
  readonly ca?: string;
  /** Its process on this machine; without it there are no CPU figures. */
  readonly pid?: number;
}

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
  readonly output: 'text' | 'json';
  readonly peer?: Peer;
}

export const USAGE = `Usage: npm run bench -- [options]
  --pairs N        interleaved rounds of floor and webhook (default 12; 2 with --quick)
  --reviews N      reviews of each measurement (default 3000; 500 with --quick)
  --quick          a short run to see that it works; its figures mean little
  -o, --output F   text or json (default text)
  --peer URL       another HTTPS webhook to measure beside, as https://127.0.0.1:9443
  --peer-path P    the path of its reviews (default /mutate)
  --peer-ca FILE   CA of its certificate, PEM
  --peer-pid N     its process, for CPU and memory
  -h, --help       this text
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
  peer: { type: 'string' },
  'peer-path': { type: 'string' },
  'peer-ca': { type: 'string' },
  'peer-pid': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

function outputOf(value: string | undefined): BenchOptions['output'] {
  if (value === undefined || value === 'text') return 'text';
  if (value === 'json') return 'json';
  throw new Error(`--output ${value} is not known; give text or json.`);
}

function count(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new Error(`${flag} ${value} is no count; give a whole number from 1.`);
}

interface PeerFlags {
  readonly peer?: string | undefined;
  readonly 'peer-path'?: string | undefined;
  readonly 'peer-ca'?: string | undefined;
  readonly 'peer-pid'?: string | undefined;
}

function peerOf(flags: PeerFlags): Peer | undefined {
  const { peer, 'peer-ca': ca, 'peer-path': path = '/mutate' } = flags;
  if (peer === undefined) {
    const orphan = (['peer-path', 'peer-ca', 'peer-pid'] as const).find((flag) => flags[flag] !== undefined);
    if (orphan !== undefined) throw new Error(`--${orphan} says more about --peer URL, which is not given.`);
    return undefined;
  }
  if (!URL.canParse(path, peer) || !peer.startsWith('https://'))
    throw new Error(`--peer ${peer} is no HTTPS address; give one like https://127.0.0.1:9443.`);
  const pid = count(flags['peer-pid'], '--peer-pid');
  return {
    url: new URL(path, peer),
    ...(ca === undefined ? {} : { ca }),
    ...(pid === undefined ? {} : { pid }),
  };
}
