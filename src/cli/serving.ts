import type { Language } from '../core/domain.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { listen } from '../http/listen.js';
import { createLogStream } from '../telemetry/log-stream.js';
import type { LogLevel } from '../telemetry/log-level.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import type { CertificateSource } from '../tls/source.js';
import { openContext, type LiveContext } from './live-context.js';
import { UsageError, type ExitCode, type Terminal } from './terminal.js';
import { createWebhook, type Webhook } from './webhook.js';

export interface ServeOptions {
  readonly paths: readonly string[];
  readonly languages: ReadonlySet<Language>;
  readonly port: number;
  readonly host: string;
  /** 0 for none. */
  readonly adminPort: number;
  /** 0 for none. */
  readonly pagePort: number;
  readonly certs?: string;
  readonly drainSeconds: number;
  readonly logLevel: LogLevel;
}

/**
 * Serves the webhook until the process is asked to end, and returns the exit code. Throws `UsageError` for a context or a
 * certificate that cannot be used. It listens only when both are there: who can connect finds it ready.
 */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<ExitCode> {
  const ended = terminal.ended();
  const stream = createLogStream();
  const logger = createLogger(options.logLevel, stream);
  try {
    const [context, certificates] = await Promise.all([contextOf(options), certificatesOf(options, logger)]);
    const webhook = createWebhook({ paths: options.paths, context, certificates, logger });
    const ports = await listenAll(webhook, options);
    if (!ports.ok) {
      terminal.err(`error: ${ports.error}\n`);
      await webhook.end(0);
      return 1;
    }
    webhook.announce();
    logger.info({ host: options.host, ...ports.value }, 'Serving.');
    await aborted(ended);
    logger.info({ drainSeconds: options.drainSeconds }, 'Asked to end; draining.');
    await webhook.end(options.drainSeconds);
    return 0;
  } finally {
    stream.flushSync();
  }
}

async function contextOf({ paths, languages }: ServeOptions): Promise<LiveContext> {
  const context = await openContext({ paths, languages });
  if (context.ok) return context.value;
  throw new UsageError(`the context is refused\n${context.error.map(issueLine).join('\n')}`);
}

const issueLine = ({ path, message }: Issue): string => `  ${path}: ${message}`;

const WILDCARDS = ['0.0.0.0', '::'];

/** Issuing certificates takes a tenth of a second to load, so it is loaded only where no files are given. */
async function certificatesOf({ certs, host }: ServeOptions, logger: Logger): Promise<CertificateSource> {
  if (certs === undefined) {
    const { createEphemeralSource } = await import('../tls/ephemeral-source.js');
    return createEphemeralSource({ names: WILDCARDS.includes(host) ? [] : [host], logger });
  }
  const { createFileSource } = await import('../tls/file-source.js');
  const source = await createFileSource(certs, { logger });
  if (source.ok) return source.value;
  throw new UsageError(source.error);
}

interface Ports {
  readonly port: number;
  readonly adminPort: number;
  readonly pagePort: number;
}

/** The status page has no login, so it listens on this machine only. */
const PAGE_HOST = '127.0.0.1';

async function listenAll(webhook: Webhook, options: ServeOptions): Promise<Result<Ports, string>> {
  const { host, port, adminPort, pagePort } = options;
  const off = ok(0);
  const results = [
    adminPort === 0 ? off : await listen(webhook.admin, { host, port: adminPort }),
    pagePort === 0 ? off : await listen(webhook.page, { host: PAGE_HOST, port: pagePort }),
    await listen(webhook.https, { host, port }),
  ];
  const failures = results.flatMap((result) => (result.ok ? [] : [result.error]));
  if (failures.length > 0) return err(failures.join('\nerror: '));
  const [admin = 0, page = 0, https = 0] = results.flatMap((result) => (result.ok ? [result.value] : []));
  return ok({ port: https, adminPort: admin, pagePort: page });
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
