import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../src/core/result.js';
import { count, outputOf, THIS_NODE_USAGE, type Output } from '../flag-values.js';
import { PEER_FLAGS, PEER_USAGE, peerOf, type Peer } from '../peer-options.js';

/** A peer as an API server calls it: it verifies every certificate. */
export type RegisteredPeer = Peer & Required<Pick<Peer, 'ca'>>;

export interface ClusterOptions extends Scale {
  readonly output: Output;
  readonly peer?: RegisteredPeer;
}

interface Scale {
  /** Interleaved rounds of one client. */
  readonly rounds: number;
  /** Pods of each arm in one round. */
  readonly creates: number;
  /** Interleaved rounds of bursts. */
  readonly bursts: number;
  /** Pods of one burst. */
  readonly pods: number;
  /** Namespaces with which memory is read. */
  readonly namespaces: number;
  /** Seconds before memory is read. */
  readonly restSeconds: number;
}

const FULL: Scale = {
  rounds: 12,
  creates: 150,
  bursts: 3,
  pods: 1000,
  namespaces: 10_000,
  restSeconds: 10,
};
const QUICK: Scale = { rounds: 3, creates: 10, bursts: 1, pods: 100, namespaces: 200, restSeconds: 1 };

export const USAGE = `Usage: npm run bench:cluster -- [options]
  --rounds N       interleaved rounds of one client (default ${FULL.rounds}; ${QUICK.rounds} with --quick)
  --creates N      pods of each arm in a round (default ${FULL.creates}; ${QUICK.creates} with --quick)
  --bursts N       interleaved rounds of bursts (default ${FULL.bursts}; ${QUICK.bursts} with --quick)
  --pods N         pods of a burst (default ${FULL.pods}; ${QUICK.pods} with --quick)
  --namespaces N   namespaces with which memory is read (default ${FULL.namespaces}; ${QUICK.namespaces} with --quick)
  --quick          a short run to see that it works; its figures mean little
  -o, --output F   text or json (default text)
${PEER_USAGE}${THIS_NODE_USAGE}  -h, --help       this text
A peer runs inside of the cluster's network namespace; docs/performance.md says how.
`;

/** Reads the arguments of the benchmark; `help` when it is asked for. Refuses, with one sentence, what it cannot use. */
export function readOptions(args: readonly string[]): Result<ClusterOptions | 'help', string> {
  try {
    const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true });
    if (values.help === true) return ok('help');
    const peer = peerOf(values);
    return ok({
      ...scaleOf(values),
      output: outputOf(values.output),
      ...(peer === undefined ? {} : { peer: registered(peer) }),
    });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

type Counted = 'rounds' | 'creates' | 'bursts' | 'pods' | 'namespaces';

function scaleOf(
  flags: { readonly quick?: boolean | undefined } & Readonly<Partial<Record<Counted, string | undefined>>>,
): Scale {
  const scale = flags.quick === true ? QUICK : FULL;
  const of = (name: Counted): number => count(flags[name], `--${name}`) ?? scale[name];
  return {
    ...scale,
    rounds: of('rounds'),
    creates: of('creates'),
    bursts: of('bursts'),
    pods: of('pods'),
    namespaces: of('namespaces'),
  };
}

const FLAGS = {
  rounds: { type: 'string' },
  creates: { type: 'string' },
  bursts: { type: 'string' },
  pods: { type: 'string' },
  namespaces: { type: 'string' },
  quick: { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  ...PEER_FLAGS,
  help: { type: 'boolean', short: 'h' },
} as const;

function registered(peer: Peer): RegisteredPeer {
  if (peer.ca === undefined)
    throw new Error('--peer needs --peer-ca FILE here: an API server verifies every certificate.');
  return { ...peer, ca: peer.ca };
}
