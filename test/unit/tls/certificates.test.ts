import { expect, test } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { isOwnCaSubject, issueCa, issueLeaf, issueSelfSigned } from '../../../src/tls/certificates.js';
import { readKeyPair } from '../../../src/tls/key-pair.js';
import type { ServingCertificate } from '../../../src/tls/source.js';
import { like } from '../../support/like.js';

const issue = (): Promise<ServingCertificate> =>
  issueSelfSigned({
    names: ['webhook.test.svc', '192.0.2.7', '::1'],
    notBefore: new Date('2030-01-01T00:00:00Z'),
    notAfter: new Date('2030-02-01T00:00:00Z'),
  });

test('a certificate is P-256 with SHA-256, for its names and lifetime, and its own issuer', async () => {
  const { cert, notBefore, notAfter } = await issue();
  const certificate = new X509Certificate(cert);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(certificate.subject).toBe('CN=webhook.test.svc');
  expect(certificate.checkHost('webhook.test.svc')).toBe('webhook.test.svc');
  expect(certificate.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(certificate.checkIP('::1')).toBe('::1');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect([notBefore.toISOString(), notAfter.toISOString()]).toEqual([
    '2030-01-01T00:00:00.000Z',
    '2030-02-01T00:00:00.000Z',
  ]);
  // ecdsa-with-SHA256, 1.2.840.10045.4.3.2, in DER.
  expect(certificate.raw.includes(Buffer.from('06082a8648ce3d040302', 'hex'))).toBe(true);
});

test('a key pair is read back, and what is none is refused with a sentence', async () => {
  const [one, other] = await Promise.all([issue(), issue()]);
  expect(readKeyPair(one.cert, one.key)).toEqual({ ok: true, value: one });
  expect(readKeyPair(one.cert, other.key)).toMatchObject({
    error: like.stringContaining('does not belong'),
  });
  expect(readKeyPair('', one.key)).toMatchObject({
    error: like.stringContaining('certificate is not PEM'),
  });
  expect(readKeyPair(one.cert, 'x')).toMatchObject({ error: like.stringContaining('key is not PEM') });
});

test('a chain whose second certificate is cut off is refused, since a server would not take it', async () => {
  const [one, other] = await Promise.all([issue(), issue()]);
  expect(readKeyPair(`${one.cert}\n${other.cert}`, one.key)).toMatchObject({ ok: true });
  expect(readKeyPair(`${one.cert}\n${other.cert.slice(0, 200)}`, one.key)).toMatchObject({
    error: like.stringContaining('cannot be served'),
  });
});

/** From an hour ago to in an hour. */
const aroundNow = () => ({
  notBefore: new Date(Date.now() - 3_600_000),
  notAfter: new Date(Date.now() + 3_600_000),
});

/** `ok`, or the code with which a client that trusts these refuses a server with this certificate. */
async function handshake(served: ServingCertificate, trusted: string, servername: string): Promise<string> {
  const server = createServer({ cert: served.cert, key: served.key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername, ca: trusted });
  try {
    await once(socket, 'secureConnect');
    return 'ok';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    server.close();
  }
}

test('a CA may sign serving certificates, and nothing else', async () => {
  const { cert, notBefore, notAfter } = await issueCa(aroundNow());
  const certificate = new X509Certificate(cert);
  expect(isOwnCaSubject(certificate.subject)).toBe(true);
  expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(true);
  expect(notAfter.getTime() - notBefore.getTime()).toBe(7_200_000);
  // Critical basicConstraints with CA and a path length of 0, critical keyUsage keyCertSign and cRLSign, in DER.
  expect(certificate.raw.includes(Buffer.from('0603551d130101ff040830060101ff020100', 'hex'))).toBe(true);
  expect(certificate.raw.includes(Buffer.from('0603551d0f0101ff040403020106', 'hex'))).toBe(true);
});

test.each([
  ['CN=doka-tracing-ca-0123456789abcdef', true],
  ['CN=doka-tracing-ca-0123456789abcde', false],
  ['CN=doka-tracing-ca-0123456789abcdef\nO=x', false],
  ['CN=doka-tracing', false],
  ['O=CN=doka-tracing-ca-0123456789abcdef', false],
])('the subject %j is that of a CA of ours: %s', (subject, isOurs) => {
  expect(isOwnCaSubject(subject)).toBe(isOurs);
});

test('a leaf is signed by its CA, for its names alone, and may not sign', async () => {
  const [signer, other] = await Promise.all([issueCa(aroundNow()), issueCa(aroundNow())]);
  const long = `doka-tracing.${'n'.repeat(63)}.svc`;
  const served = await issueLeaf({ names: [long, `${long}.cluster.local`], ...aroundNow() }, signer);
  const certificate = new X509Certificate(served.cert);
  const issuer = new X509Certificate(signer.cert);
  expect(certificate.checkIssued(issuer)).toBe(true);
  expect(certificate.verify(issuer.publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(certificate.subjectAltName).toBe(`DNS:${long}, DNS:${long}.cluster.local`);
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  // Critical keyUsage digitalSignature, in DER.
  expect(certificate.raw.includes(Buffer.from('0603551d0f0101ff040403020780', 'hex'))).toBe(true);
  const both = `${other.cert}\n${signer.cert}\n`;
  expect(await handshake(served, both, long)).toBe('ok');
  expect(await handshake(served, signer.cert, long)).toBe('ok');
  expect(await handshake(served, other.cert, long)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(await handshake(served, both, 'doka-tracing.other.svc')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
});

test('no two certificates have the same serial number', async () => {
  const signer = await issueCa(aroundNow());
  const issued = await Promise.all(
    Array.from({ length: 20 }, () => issueLeaf({ names: ['a'], ...aroundNow() }, signer)),
  );
  const serials = [signer, ...issued].map(({ cert }) => new X509Certificate(cert).serialNumber);
  expect(new Set(serials).size).toBe(21);
});
