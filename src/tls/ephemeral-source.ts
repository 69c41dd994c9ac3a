import type { Logger } from '../telemetry/logger.js';
import { BACKDATED_MS, EPHEMERAL_LIFE_MS } from './bounds.js';
import { issueSelfSigned, type CertificateRequest } from './certificates.js';
import { createChangingValue } from './changing-value.js';
import { findRenewalReason } from './renewal.js';
import type { CertificateSource, ServingCertificate } from './source.js';

export interface EphemeralOptions {
  /** DNS names and IP addresses beside 127.0.0.1 and localhost. */
  readonly names: readonly string[];
  readonly logger: Logger;
  /** The wall clock. */
  readonly now?: () => Date;
  readonly tickMs?: number;
}

/**
 * A certificate that lives in memory only, for a server without a cluster. Once a minute the wall clock is compared with
 * its lifetime: a timer for the date itself would fire at once beyond 24.8 days, and would not notice a suspended
 * machine. A failed renewal is logged and tried again at the next tick.
 */
export async function createEphemeralSource(options: EphemeralOptions): Promise<CertificateSource> {
  const { logger, now = () => new Date(), tickMs = 60_000 } = options;
  const certificate = createChangingValue(await issueEphemeral(options.names, now()));
  const renew = async (): Promise<void> => {
    const reason = findRenewalReason(certificate.current(), now());
    if (reason === undefined) return;
    certificate.replace(await issueEphemeral(options.names, now()));
    logger.info({ reason }, 'The certificate was renewed.');
  };
  const timer = setInterval(() => {
    renew().catch((error: unknown) => {
      logger.error({ err: error }, 'The certificate could not be renewed; trying again in a minute.');
    });
  }, tickMs);
  timer.unref();
  return {
    current: certificate.current,
    onChange: certificate.onChange,
    stop: () => {
      clearInterval(timer);
    },
  };
}

function issueEphemeral(names: readonly string[], now: Date): Promise<ServingCertificate> {
  const request: CertificateRequest = {
    names: ['localhost', '127.0.0.1', '::1', ...names],
    notBefore: new Date(now.getTime() - BACKDATED_MS),
    notAfter: new Date(now.getTime() + EPHEMERAL_LIFE_MS),
  };
  return issueSelfSigned(request);
}
