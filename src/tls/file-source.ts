import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.js';
import type { Logger } from '../telemetry/logger.js';
import { changing } from './change.js';
import { readKeyPair } from './key-pair.js';
import { outOfLifetime } from './renewal.js';
import type { CertificateSource, ServingCertificate } from './source.js';

export interface FileSourceOptions {
  readonly logger: Logger;
  /** The wall clock. */
  readonly now?: () => Date;
  /** How often the files are read again. */
  readonly intervalMs?: number;
}

/**
 * A certificate from `tls.crt` and `tls.key` of a folder, as a mounted Secret of type kubernetes.io/tls has them. Refuses,
 * with one sentence, a folder without a good pair. Later the files are read again every ten seconds, since the kubelet
 * swaps symbolic links, of which a file watch tells nothing reliable: a new pair takes over, a bad one is logged once
 * and leaves the last good one in force. One that is out of its lifetime is served, since the clock here may be the one
 * that is wrong, and is logged once.
 */
export async function createFileSource(
  folder: string,
  { logger, now = () => new Date(), intervalMs = 10_000 }: FileSourceOptions,
): Promise<Result<CertificateSource, string>> {
  const first = await readFolder(folder);
  if (!first.ok) return first;
  const certificate = changing(first.value);
  const tellRefused = oncePerProblem((problem) => {
    logger.error({ folder, problem }, 'The certificate was not replaced; the last good one is served.');
  });
  const tellUseless = oncePerProblem((problem) => {
    logger.error({ folder, problem }, 'Clients refuse the certificate; write a new tls.crt and tls.key.');
  });
  const takeOver = (pair: ServingCertificate): void => {
    if (samePair(pair, certificate.current())) return;
    certificate.replace(pair);
    logger.info({ folder, notAfter: pair.notAfter.toISOString() }, 'The certificate was replaced.');
  };
  const look = async (): Promise<void> => {
    const read = await readFolder(folder);
    tellRefused(read.ok ? undefined : read.error);
    if (read.ok) takeOver(read.value);
    tellUseless(outOfLifetime(certificate.current(), now()));
  };
  tellUseless(outOfLifetime(first.value, now()));
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      logger.error(
        { err: error, folder },
        'A new certificate could not be taken over; the next look is soon.',
      );
    });
  }, intervalMs);
  timer.unref();
  return ok({
    current: certificate.current,
    onChange: certificate.onChange,
    stop: () => {
      clearInterval(timer);
    },
  });
}

/** Tells a problem when it comes up, and not again while it lasts. */
function oncePerProblem(tell: (problem: string) => void): (problem: string | undefined) => void {
  let last: string | undefined;
  return (problem) => {
    if (problem !== undefined && problem !== last) tell(problem);
    last = problem;
  };
}

const samePair = (a: ServingCertificate, b: ServingCertificate): boolean =>
  a.cert === b.cert && a.key === b.key;

async function readFolder(folder: string): Promise<Result<ServingCertificate, string>> {
  try {
    const [cert, key] = await Promise.all(
      ['tls.crt', 'tls.key'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const pair = readKeyPair(cert ?? '', key ?? '');
    return pair.ok ? pair : err(`${folder}: ${pair.error} Write a matching tls.crt and tls.key in PEM.`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(`${folder}: ${why}. The folder must hold tls.crt and tls.key, both readable.`);
  }
}
