import { beforeAll, describe, expect, test } from 'vitest';
import { issueCa, issueLeaf, issueSelfSigned } from '../../../../src/tls/certificates.js';
import { readCertificates, readSigningCa } from '../../../../src/tls/authority/ca.js';
import type { ServingCertificate } from '../../../../src/tls/source.js';
import { like } from '../../../support/like.js';

const LIFE = { notBefore: new Date('2030-01-01T00:00:00Z'), notAfter: new Date('2030-04-01T00:00:00Z') };

let one: ServingCertificate;
let two: ServingCertificate;
let strange: ServingCertificate;
let leaf: ServingCertificate;

beforeAll(async () => {
  [one, two, strange] = await Promise.all([
    issueCa(LIFE),
    issueCa(LIFE),
    issueSelfSigned({ ...LIFE, names: ['doka-tracing-ca-0123456789abcdef.example'] }),
  ]);
  leaf = await issueLeaf({ ...LIFE, names: ['webhook.test.svc'] }, one);
});

describe('certificates in a caBundle', () => {
  test('are read in their order, each once, with what is ours among them', () => {
    const read = readCertificates([one, strange, one, two].map(({ cert }) => `${cert}\n`).join(''));
    expect(read.map(({ isOurs }) => isOurs)).toEqual([true, false, true]);
    expect(read[0]).toMatchObject({ ...LIFE, cert: like.stringMatching(/^-----BEGIN.+-----\n$/s) });
    expect(new Set(read.map(({ id }) => id)).size).toBe(3);
  });

  test('are found among other text, and what is none is passed over', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const text = `# Made by hand.\r\n${broken}${one.cert.replaceAll('\n', '\r\n')}${one.key}`;
    expect(readCertificates(text).map(({ isOurs }) => isOurs)).toEqual([true]);
    expect(readCertificates('Cg==')).toEqual([]);
  });

  test('that a CA of ours has signed are no CA of ours', () => {
    expect(readCertificates(leaf.cert).map(({ isOurs }) => isOurs)).toEqual([false]);
  });

  test('are the same to us however they were written', () => {
    const [first] = readCertificates(one.cert);
    const [again] = readCertificates(one.cert.replaceAll('\n', '\r\n'));
    expect(again).toEqual(first);
  });
});

describe('a CA that signs', () => {
  test('is read with its key', () => {
    expect(readSigningCa(one.cert, one.key)).toMatchObject({
      ok: true,
      value: { isOurs: true, key: one.key },
    });
  });

  test.each<[string, () => readonly [string, string], RegExp]>([
    ['without a certificate', () => ['', one.key], /certificate is not PEM/],
    ['without a key', () => [one.cert, ''], /key is not PEM/],
    ['with the key of another', () => [one.cert, two.key], /does not belong/],
    [
      'that somebody else has issued',
      () => [strange.cert, strange.key],
      /not that of a CA that doka-tracing/,
    ],
    ['that is a leaf', () => [leaf.cert, leaf.key], /not that of a CA/],
  ])('is refused %s', (_case, pair, sentence) => {
    expect(readSigningCa(...pair())).toEqual({ ok: false, error: like.stringMatching(sentence) });
  });
});
