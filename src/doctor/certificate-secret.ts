import { readRecord } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import { CA_SECRET } from '../kube/own-objects.js';
import { readServeArguments } from '../live/installation.js';
import { readPodSpec, readRecords, readText } from './object-fields.js';

/** The option that says where `serve` gets its certificate: `self`, or a folder. */
function readCertificateOption(deployment: KubeObject): string {
  const words = readServeArguments(deployment) ?? [];
  const at = words.findIndex((word) => word === '--certs' || word.startsWith('--certs='));
  const word = words[at] ?? '--certs=self';
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[at + 1] ?? 'self');
}

/** Tells whether the replicas keep a CA of their own. */
export const hasOwnAuthority = (deployment: KubeObject): boolean =>
  readCertificateOption(deployment) === 'self';

/** The Secret with the CA of the replicas, or with the certificate that is mounted; undefined where none is. */
export function findCertificateSecret(deployment: KubeObject): string | undefined {
  if (hasOwnAuthority(deployment)) return CA_SECRET;
  const secrets = readRecords(readPodSpec(deployment), 'volumes').map((volume) =>
    readText(readRecord(volume, 'secret'), 'secretName'),
  );
  return secrets.find((name) => name !== '');
}
