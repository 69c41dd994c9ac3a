/** Lifetime of a certificate. */
export interface Lifetime {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A certificate is renewed when this share of its life has passed, as cert-manager does by default. */
const RENEW_AT = 2 / 3;

/** Says why a certificate is accepted by nobody at a time, as a sentence for the log; `undefined` when it may be. */
export function checkLifetime({ notBefore, notAfter }: Lifetime, now: Date): string | undefined {
  if (now < notBefore) return `The certificate is not valid before ${notBefore.toISOString()}.`;
  if (now >= notAfter) return `The certificate ended at ${notAfter.toISOString()}.`;
  return undefined;
}

/** Says why a certificate must be renewed at a time, as a sentence for the log; `undefined` when it is good. */
export function findRenewalReason(lifetime: Lifetime, now: Date): string | undefined {
  const { notBefore, notAfter } = lifetime;
  const outside = checkLifetime(lifetime, now);
  if (outside !== undefined) return outside;
  const renewAt = new Date(notBefore.getTime() + (notAfter.getTime() - notBefore.getTime()) * RENEW_AT);
  if (now >= renewAt)
    return `Two thirds of the certificate's life have passed; it ends at ${notAfter.toISOString()}.`;
  return undefined;
}
