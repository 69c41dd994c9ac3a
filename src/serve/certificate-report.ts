import { X509Certificate } from 'node:crypto';
import type { CertificateReport } from '../http/page/facts.js';
import type { CertificateProvider } from './certificate-source.js';

/** What the status page tells of the certificates: the one that is served, the CA that signs, and what is wrong. */
export function readCertificates({ source, authority }: CertificateProvider): CertificateReport {
  const { cert, notAfter } = source.current();
  const facts = authority?.facts();
  const serving = { role: 'this server', names: readNames(cert), notAfter };
  const authorities =
    facts?.caNotAfter === undefined
      ? []
      : [{ role: 'the CA that signs', names: [], notAfter: facts.caNotAfter }];
  return {
    certificates: [serving, ...authorities],
    problems: (facts?.problems ?? []).map((code) => `Something is wrong with the certificates: ${code}.`),
  };
}

/** The names that a certificate is issued for, as it says them itself. */
const readNames = (pem: string): readonly string[] =>
  (new X509Certificate(pem).subjectAltName ?? '')
    .split(', ')
    .map((name) => name.slice(name.indexOf(':') + 1))
    .filter((name) => name !== '');
