import { count } from './flag-values.js';

/** Another HTTPS webhook that is measured in the same run. */
export interface Peer {
  readonly url: URL;
  /** PEM file with the CA of its certificate; without one the certificate is not verified. */
  readonly ca?: string;
  /** Its process on this machine; without it there are no CPU figures. */
  readonly pid?: number;
}

/** The flags about a peer that every benchmark has. */
export const PEER_FLAGS = {
  peer: { type: 'string' },
  'peer-path': { type: 'string' },
  'peer-ca': { type: 'string' },
} as const;

export const PEER_USAGE = `\
  --peer URL       another HTTPS webhook to measure beside, as https://127.0.0.1:9443
  --peer-path P    the path of its reviews (default /mutate)
  --peer-ca FILE   CA of its certificate, PEM
`;

interface PeerValues {
  readonly peer?: string | undefined;
  readonly 'peer-path'?: string | undefined;
  readonly 'peer-ca'?: string | undefined;
  readonly 'peer-pid'?: string | undefined;
}

/** The peer that flags describe; `undefined` when none is asked for. Throws with a sentence for what is no peer. */
export function peerOf(flags: PeerValues): Peer | undefined {
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
