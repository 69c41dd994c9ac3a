import { beforeAll, describe, expect, test } from 'vitest';
import { issueCa } from '../../../../src/tls/certificates.js';
import { readSigningCa, type Authorities, type SigningCa } from '../../../../src/tls/authority/ca.js';
import {
  readSecret,
  SECRET_TYPE,
  buildSecretData,
  type SecretData,
  type SecretView,
} from '../../../../src/tls/authority/secret.js';
import { like } from '../../../support/like.js';

const LIFE = { notBefore: new Date('2030-01-01T00:00:00Z'), notAfter: new Date('2030-04-01T00:00:00Z') };
const UNTIL = new Date('2030-02-01T12:34:56.789Z');

let one: SigningCa;
let two: SigningCa;
let full: Authorities;

async function issue(): Promise<SigningCa> {
  const issued = await issueCa(LIFE);
  const read = readSigningCa(issued.cert, issued.key);
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

beforeAll(async () => {
  const [a, b, c, d] = await Promise.all([issue(), issue(), issue(), issue()]);
  const retired = [c, d].map(({ id, cert, isOurs }) => ({ id, cert, isOurs, ...LIFE, trustedUntil: UNTIL }));
  [one, two] = [a, b];
  full = { current: one, next: two, previous: retired };
});

const secret = (data: SecretData, over: Partial<SecretView> = {}): SecretView => ({
  resourceVersion: '1',
  type: SECRET_TYPE,
  controller: undefined,
  data,
  ...over,
});

test('what is written is read again', () => {
  expect(readSecret(secret(buildSecretData(full)))).toEqual({
    authorities: full,
    foreign: undefined,
    damage: [],
  });
});

test('no Secret is no damage', () => {
  expect(readSecret(undefined)).toMatchObject({ authorities: { current: undefined }, damage: [] });
});

describe('damage', () => {
  test.each<[string, (data: SecretData) => SecretData, RegExp]>([
    ['nothing in it', () => ({}), /^It holds no CA/],
    [
      'no more than what is over',
      (data) => ({ 'previous.crt': data['previous.crt'] ?? '' }),
      /^It holds no CA/,
    ],
    ['bad PEM', (data) => ({ ...data, 'current.crt': 'x' }), /^current\.crt and current\.key: .+not PEM/],
    ['an empty key', (data) => ({ ...data, 'current.key': '' }), /^current.+key is not PEM/],
    [
      'a certificate cut short',
      (data) => ({ ...data, 'next.crt': data['next.crt']?.slice(0, 200) ?? '' }),
      /^next/,
    ],
    [
      'the key of another CA',
      (data) => ({ ...data, 'current.key': data['next.key'] ?? '' }),
      /^current.+does not belong/,
    ],
  ])('%s is reported', (_case, damaged, sentence) => {
    expect(readSecret(secret(damaged(buildSecretData(full)))).damage).toEqual([
      like.stringMatching(sentence),
    ]);
  });

  test('in one part leaves the others', () => {
    const { authorities } = readSecret(secret({ ...buildSecretData(full), 'current.crt': 'x' }));
    expect(authorities).toEqual({ ...full, current: undefined });
  });

  test('never shows a key', () => {
    const data = { ...buildSecretData(full), 'current.crt': 'x', 'next.crt': one.cert };
    expect(readSecret(secret(data)).damage.join('\n')).not.toContain('PRIVATE');
  });

  test('in what is over costs that certificate alone', () => {
    const { 'previous.crt': previous = '', ...rest } = buildSecretData(full);
    const damaged = previous.replace(UNTIL.toISOString(), 'tomorrow');
    const { authorities, damage } = readSecret(secret({ ...rest, 'previous.crt': damaged }));
    expect(authorities.previous).toEqual(full.previous.slice(1));
    expect(damage).toEqual([]);
  });
});

describe("somebody else's Secret is told and not read", () => {
  test.each<[string, Partial<SecretView>, RegExp]>([
    ['of another type', { type: 'kubernetes.io/tls' }, /type is kubernetes\.io\/tls, and that of ours is/],
    ['with a controller', { controller: 'Certificate web' }, /^Certificate web controls it/],
  ])('%s', (_case, over, sentence) => {
    expect(readSecret(secret(buildSecretData(full), over))).toEqual({
      authorities: { current: undefined, next: undefined, previous: [] },
      foreign: like.stringMatching(sentence),
      damage: [],
    });
  });
});
