import { err, type Result } from '../../core/result.js';
import {
  NO_AUTHORITIES,
  readCertificates,
  readSigningCa,
  type Authorities,
  type RetiredCa,
  type SigningCa,
} from './ca.js';

/**
 * How the CAs are kept in the Secret: `current.crt`, `current.key`, `next.crt`, `next.key`, and `previous.crt`, where a
 * line above each certificate says until when it is trusted.
 */

/** Its type cannot be changed, so it tells our Secret from one of the same name that somebody else has made. */
export const SECRET_TYPE = 'tracing.dokaseca.io/certificate-authority';

/** The fields of a Secret that matter here. */
export interface SecretView {
  readonly resourceVersion: string;
  readonly type: string;
  /** What writes it, as `Certificate web`, from the owner reference of a controller. */
  readonly controller: string | undefined;
  /** Decoded; what is not one of our keys may be missing. */
  readonly data: SecretData;
}

/** What is read from a Secret: whose it is, what can be used of it, and what cannot. */
export interface SecretContent {
  readonly authorities: Authorities;
  /** Why it is not ours, as a sentence; then it is neither used nor written. */
  readonly foreign: string | undefined;
  /** A sentence for each part that cannot be used. */
  readonly damage: readonly string[];
}

/** Reads the CAs. Whatever the Secret holds, what is not damaged is given. */
export function readSecret(secret: SecretView | undefined): SecretContent {
  if (secret === undefined) return { authorities: NO_AUTHORITIES, foreign: undefined, damage: [] };
  const foreign = findForeignReason(secret);
  if (foreign !== undefined) return { authorities: NO_AUTHORITIES, foreign, damage: [] };
  const { data } = secret;
  const slots = { current: readSlot(data, 'current'), next: readSlot(data, 'next') };
  const isEmpty = slots.current === undefined && slots.next === undefined;
  return {
    authorities: {
      current: slots.current?.ok === true ? slots.current.value : undefined,
      next: slots.next?.ok === true ? slots.next.value : undefined,
      previous: readPrevious(data['previous.crt'] ?? ''),
    },
    foreign: undefined,
    damage: isEmpty
      ? ['It holds no CA.']
      : Object.values(slots).flatMap((slot) => (slot?.ok === false ? [slot.error] : [])),
  };
}

/** The keys under which they are kept; what else a Secret holds is nobody's business. */
export const SECRET_KEYS = ['current.crt', 'current.key', 'next.crt', 'next.key', 'previous.crt'] as const;
export type SecretData = Partial<Readonly<Record<(typeof SECRET_KEYS)[number], string>>>;

/** Data of a Secret with these CAs. */
export const buildSecretData = ({ current, next, previous }: Authorities): SecretData => ({
  ...(current === undefined ? {} : { 'current.crt': current.cert, 'current.key': current.key }),
  ...(next === undefined ? {} : { 'next.crt': next.cert, 'next.key': next.key }),
  ...(previous.length === 0 ? {} : { 'previous.crt': previous.map(formatRetiredCa).join('') }),
});

function findForeignReason({ type, controller }: SecretView): string | undefined {
  if (type !== SECRET_TYPE) return `Its type is ${type}, and that of ours is ${SECRET_TYPE}.`;
  if (controller !== undefined) return `${controller} controls it.`;
  return undefined;
}

type SecretSlot = 'current' | 'next';

/** The CA of a slot, a sentence for one that cannot be used, `undefined` for an empty one. */
function readSlot(data: SecretView['data'], slot: SecretSlot): Result<SigningCa, string> | undefined {
  const [cert, key] = [data[`${slot}.crt`] ?? '', data[`${slot}.key`] ?? ''];
  if (cert === '' && key === '') return undefined;
  const ca = readSigningCa(cert, key);
  return ca.ok ? ca : err(`${slot}.crt and ${slot}.key: ${ca.error}`);
}

const TRUSTED_UNTIL = '# trusted until ';

const formatRetiredCa = ({ cert, trustedUntil }: RetiredCa): string =>
  `${TRUSTED_UNTIL}${trustedUntil.toISOString()}\n${cert}`;

/** A certificate whose line cannot be read is not given: it is taken up anew when it is found in a `caBundle`. */
function readPrevious(text: string): readonly RetiredCa[] {
  return text.split(TRUSTED_UNTIL).flatMap((part) => {
    const trustedUntil = new Date(part.split('\n', 1)[0] ?? '');
    const [certificate] = readCertificates(part);
    if (certificate?.isOurs !== true || Number.isNaN(trustedUntil.getTime())) return [];
    return [{ ...certificate, trustedUntil }];
  });
}
