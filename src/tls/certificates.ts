import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import { readKeyPair } from './key-pair.js';
import type { ServingCertificate } from './source.js';

/** What a self-signed certificate is issued for. */
export interface CertificateRequest {
  /** DNS names and IP addresses; the first is the common name. */
  readonly names: readonly [string, ...string[]];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/**
 * Issues a self-signed serving certificate with a new P-256 key. Clients that trust it as their CA accept the names. The
 * only place that knows the library, whose own defaults are RSA and SHA-1.
 */
export async function issueSelfSigned(request: CertificateRequest): Promise<ServingCertificate> {
  const { names, notBefore, notAfter } = request;
  const issued = await generate([{ name: 'commonName', value: names[0] }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions: [
      // Go verifies a leaf that is its own root only when it may be one.
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: names.map(altName) },
    ],
  });
  const pair = readKeyPair(issued.cert, issued.private);
  if (!pair.ok) throw new Error(`The issued certificate cannot be read. ${pair.error}`);
  return pair.value;
}

const DNS_NAME = 2;
const IP_ADDRESS = 7;

const altName = (name: string): { type: 2; value: string } | { type: 7; ip: string } =>
  isIP(name) === 0 ? { type: DNS_NAME, value: name } : { type: IP_ADDRESS, ip: name };
