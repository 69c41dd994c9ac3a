import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { within } from '../../test/cluster/control-plane/lifecycle.js';
import { eventually, paths } from '../../test/cluster/suite/test-cluster.js';
import { sendReview, type Target } from '../call.js';
import { reviewText } from '../reviews.js';
import type { RegisteredPeer } from './options.js';

const PATIENCE_MS = 300_000;

/** Waits for a peer, which can be started only now that the cluster's network is there, and says how. */
export async function untilPeerAnswers(
  { url, ca: file }: RegisteredPeer,
  say: (text: string) => void,
): Promise<Target & { readonly ca: string }> {
  const target = { url, ca: readFileSync(file, 'utf8') };
  const start = within(paths, ['PROGRAM']).join(' ');
  const kubeconfig = join(paths.state, 'pki', 'admin.kubeconfig');
  say(`waiting for the peer at ${url.href}; start it with: KUBECONFIG=${kubeconfig} ${start}`);
  await eventually('The peer does not answer', () => sendReview(target, reviewText('java')), PATIENCE_MS);
  return target;
}
