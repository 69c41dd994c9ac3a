import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { err, ok, type Result } from '../core/result.js';
import type { ServingCertificate } from './source.js';

/**
 * Reads a certificate chain (the serving certificate first) and its key from PEM. Refuses, with one sentence, text that
 * is no PEM, a key that does not belong to the certificate, and whatever else a server would refuse to serve: OpenSSL
 * reads the whole chain, where the class for certificates reads the first one. The lifetime is not judged.
 */
export function readKeyPair(cert: string, key: string): Result<ServingCertificate, string> {
  const certificate = attempt(() => new X509Certificate(cert));
  if (certificate === undefined) return err('The certificate is not PEM text of an X.509 certificate.');
  const privateKey = attempt(() => createPrivateKey(key));
  if (privateKey === undefined) return err('The key is not PEM text of an unencrypted private key.');
  if (!certificate.checkPrivateKey(privateKey)) return err('The key does not belong to the certificate.');
  if (attempt(() => createSecureContext({ cert, key })) === undefined)
    return err('The certificates or the key cannot be served; the chain may be cut off, or too weak.');
  return ok({
    cert,
    key,
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
