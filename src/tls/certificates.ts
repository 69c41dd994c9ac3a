import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';
import { readKeyPair } from './key-pair.js';
import type { Lifetime } from './renewal.js';
import type { ServingCertificate } from './source.js';

/** What a certificate is issued for. */
export interface CertificateRequest extends Lifetime {
  /** DNS names and IP addresses; the first is the common name. */
  readonly names: readonly [string, ...string[]];
}

/** Who signs: the certificate of a CA and its key, in PEM. */
export type Signer = Pick<ServingCertificate, 'cert' | 'key'>;

type GenerateOptions = NonNullable<Parameters<typeof generate>[1]>;
type CertificateExtensions = NonNullable<GenerateOptions['extensions']>;

/**
 * Issues a self-signed serving certificate with a new P-256 key. Clients that trust it as their CA accept the names. The
 * only place that knows the library, whose own defaults are RSA and SHA-1.
 */
export const issueSelfSigned = (request: CertificateRequest): Promise<ServingCertificate> =>
  issueCertificate(request.names[0], request, [
    // Go verifies a leaf that is its own root only when it may be one.
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
    ...buildServingExtensions(request.names),
  ]);

/** Common name of a CA of ours, up to its random end. */
const CA_NAME = 'doka-tracing-ca-';

/**
 * Tells whether the subject of a certificate is that of a CA of ours. No two have the same: a verifier looks its issuer up
 * by name, and OpenSSL gives up when the first one of that name did not sign.
 */
export const isOwnCaSubject = (subject: string): boolean =>
  subject.startsWith(`CN=${CA_NAME}`) && /^[0-9a-f]{16}$/.test(subject.slice(`CN=${CA_NAME}`.length));

/** Issues a CA with a new P-256 key and a name of its own. It may sign serving certificates and no further CA. */
export const issueCa = (lifetime: Lifetime): Promise<ServingCertificate> =>
  issueCertificate(`${CA_NAME}${randomBytes(8).toString('hex')}`, lifetime, [
    { name: 'basicConstraints', cA: true, pathLenConstraint: 0, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);

/**
 * Issues a serving certificate with a new P-256 key, signed by a CA. Its common name is fixed, for nobody looks at it and
 * the name of a Service may be longer than the 64 characters that it may have.
 */
export const issueLeaf = (request: CertificateRequest, signer: Signer): Promise<ServingCertificate> =>
  issueCertificate(
    'doka-tracing',
    request,
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      ...buildServingExtensions(request.names),
    ],
    signer,
  );

async function issueCertificate(
  commonName: string,
  { notBefore, notAfter }: Lifetime,
  extensions: CertificateExtensions,
  signer?: Signer,
): Promise<ServingCertificate> {
  const issued = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: notBefore,
    notAfterDate: notAfter,
    extensions,
    ...(signer === undefined ? {} : { ca: { cert: signer.cert, key: signer.key } }),
  });
  const pair = readKeyPair(issued.cert, issued.private);
  if (!pair.ok) throw new Error(`The issued certificate cannot be read. ${pair.error}`);
  return pair.value;
}

const buildServingExtensions = (names: readonly string[]): CertificateExtensions => [
  { name: 'extKeyUsage', serverAuth: true },
  { name: 'subjectAltName', altNames: names.map(buildAltName) },
];

const DNS_NAME = 2;
const IP_ADDRESS = 7;

const buildAltName = (name: string): { type: 2; value: string } | { type: 7; ip: string } =>
  isIP(name) === 0 ? { type: DNS_NAME, value: name } : { type: IP_ADDRESS, ip: name };
