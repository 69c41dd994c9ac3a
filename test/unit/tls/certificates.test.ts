import { expect, test } from '@jest/globals';
import { X509Certificate } from 'node:crypto';
import { issueSelfSigned } from '../../../src/tls/certificates.js';
import { readKeyPair } from '../../../src/tls/key-pair.js';
import type { ServingCertificate } from '../../../src/tls/source.js';

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
    error: expect.stringContaining('does not belong'),
  });
  expect(readKeyPair('', one.key)).toMatchObject({
    error: expect.stringContaining('certificate is not PEM'),
  });
  expect(readKeyPair(one.cert, 'x')).toMatchObject({ error: expect.stringContaining('key is not PEM') });
});
