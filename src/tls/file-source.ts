import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.js';
import type { Logger } from '../telemetry/logger.js';
import { createChangingValue } from './changing-value.js';
import { readKeyPair } from './key-pair.js';
import { checkLifetime } from './renewal.js';
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
  const certificate = createChangingValue(first.value);
  const reportRefused = createProblemReporter((problem) => {
    logger.error({ folder, problem }, 'The certificate was not replaced; the last good one is served.');
  });
  const reportUseless = createProblemReporter((problem) => {
    logger.error({ folder, problem }, 'Clients refuse the certificate; write a new tls.crt and tls.key.');
  });
  const takeOver = (pair: ServingCertificate): void => {
    if (isSamePair(pair, certificate.current())) return;
    certificate.replace(pair);
    logger.info({ folder, notAfter: pair.notAfter.toISOString() }, 'The certificate was replaced.');
  };
  const reloadFolder = async (): Promise<void> => {
    const read = await readFolder(folder);
    reportRefused(read.ok ? undefined : read.error);
    if (read.ok) takeOver(read.value);
    reportUseless(checkLifetime(certificate.current(), now()));
  };
  reportUseless(checkLifetime(first.value, now()));
  const timer = setInterval(() => {
    reloadFolder().catch((error: unknown) => {
      logger.error({ err: error, folder }, 'A new certificate could not be loaded; trying again soon.');
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
function createProblemReporter(tell: (problem: string) => void): (problem: string | undefined) => void {
  let last: string | undefined;
  return (problem) => {
    if (problem !== undefined && problem !== last) tell(problem);
    last = problem;
  };
}

const isSamePair = (a: ServingCertificate, b: ServingCertificate): boolean =>
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
