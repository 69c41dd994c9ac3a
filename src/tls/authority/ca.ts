import { X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '../../core/result.js';
import { isOwnCaSubject } from '../certificates.js';
import { readKeyPair } from '../key-pair.js';
import type { Lifetime } from '../renewal.js';

/** A certificate that clients trust; most are CAs. */
export interface CaCertificate extends Lifetime {
  /** Fingerprint of the certificate; two of the same are the same. */
  readonly id: string;
  /** PEM as Node.js writes it, with a line feed at the end. */
  readonly cert: string;
  /** Whether it is a CA that a `doka-tracing` has issued. */
  readonly isOurs: boolean;
}

/** A CA that can sign. */
export interface SigningCa extends CaCertificate {
  /** PEM; never logged, and nowhere but in the Secret and in memory. */
  readonly key: string;
}

/** A CA that signs no more; its key is gone. */
export interface RetiredCa extends CaCertificate {
  readonly trustedUntil: Date;
}

/** The CAs of one installation, as all its replicas see them. */
export interface Authorities {
  /** Signs. */
  readonly current: SigningCa | undefined;
  /** Is made known to the API server, and will sign. */
  readonly next: SigningCa | undefined;
  /** Newest first. */
  readonly previous: readonly RetiredCa[];
}

export const NO_AUTHORITIES: Authorities = { current: undefined, next: undefined, previous: [] };

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/** The certificates in PEM text, in their order, each once. Text between them and what cannot be read is passed over. */
export function readCertificates(pem: string): readonly CaCertificate[] {
  const read = listPemBlocks(pem).flatMap((block) => readCertificate(block) ?? []);
  return [...new Map(read.map((certificate) => [certificate.id, certificate])).values()];
}

/** The certificates in PEM text, unchanged; base64 has no `-`, so the first one behind a beginning is that of its end. */
function listPemBlocks(pem: string): readonly string[] {
  const blocks: string[] = [];
  let begin = pem.indexOf(BEGIN);
  while (begin >= 0) {
    const end = pem.indexOf('-', begin + BEGIN.length);
    const isWhole = end >= 0 && pem.startsWith(END, end);
    if (isWhole) blocks.push(pem.slice(begin, end + END.length));
    begin = pem.indexOf(BEGIN, isWhole ? end + END.length : begin + 1);
  }
  return blocks;
}

/** Reads a CA of ours with its key. Refuses, with the end of a sentence, a pair that is none. */
export function readSigningCa(cert: string, key: string): Result<SigningCa, string> {
  const pair = readKeyPair(cert, key);
  if (!pair.ok) return pair;
  const certificate = readCertificate(cert);
  if (certificate?.isOurs !== true)
    return err('The certificate is not that of a CA that doka-tracing has issued.');
  return ok({ ...certificate, key });
}

function readCertificate(pem: string): CaCertificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return {
      id: certificate.fingerprint256,
      cert: certificate.toString(),
      notBefore: new Date(certificate.validFrom),
      notAfter: new Date(certificate.validTo),
      isOurs: certificate.ca && isOwnCaSubject(certificate.subject),
    };
  } catch {
    return undefined;
  }
}
