import { hostname } from 'node:os';
import { err, ok, type Result } from '../core/result.js';
import { listen } from '../http/listen.js';
import { createLogStream } from '../telemetry/log-stream.js';
import { createLogger, type Logger } from '../telemetry/logger.js';
import { line, formatLines } from '../text/terminal-text.js';
import { openCertificates } from './certificate-source.js';
import { openContext, type LiveContext } from './live-context.js';
import { joinCluster, type JoinedCluster } from './cluster-connection.js';
import { resolveDrainSeconds, type ServeOptions } from './serve-options.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { createWebhook, type Webhook, type WebhookParts } from './webhook.js';

/**
 * Serves the webhook until it is asked to end, and returns the exit code. Throws `UsageError` for a context, a
 * cluster or a certificate that cannot be used. A context of files is loaded before it listens; a cluster is read after
 * that, and until then the probes say what is waited for.
 */
export async function serve(
  options: ServeOptions,
  terminal: Pick<Terminal, 'err'>,
  ended: AbortSignal,
): Promise<ExitCode> {
  const stream = createLogStream();
  const logger = createLogger(options.logLevel, stream);
  try {
    const cluster = await joinCluster(options);
    const [files, certificates] = await Promise.all([
      openFileContext(options),
      openCertificates(options, cluster, logger),
    ]);
    const context = await openLiveContext(options, { cluster, files, logger });
    const paths = [
      ...(cluster === undefined ? [] : [cluster.server]),
      ...options.paths,
      ...(options.platform === undefined ? [] : [options.platform.path]),
    ];
    const webhook = createWebhook({
      ...{ paths, context, certificates, logger, hasPage: options.pagePort !== 0 },
      replica: hostname(),
      warmUpSeconds: options.warmUp,
      tellOwner: cluster?.isOwn === true ? await openOwnerTeller(cluster, logger) : undefined,
    });
    const ports = await listenAll(webhook, options);
    if (!ports.ok) {
      terminal.err(formatLines(ports.error.map((error) => line`error: ${error}`)));
      await webhook.end(0);
      return 1;
    }
    webhook.announce();
    logger.info({ host: options.host, ...ports.value }, 'Serving.');
    await waitForAbort(ended);
    const drainSeconds = resolveDrainSeconds(options, cluster !== undefined);
    logger.info({ drainSeconds }, 'Shutting down; draining connections.');
    await webhook.end(drainSeconds);
    return 0;
  } finally {
    await stream.close();
  }
}

async function openFileContext({
  paths,
  platform,
  languages,
}: ServeOptions): Promise<LiveContext | undefined> {
  if (paths.length === 0 && platform === undefined) return undefined;
  const context = await openContext({ paths, platform, languages });
  if (context.ok) return context.value;
  throw new UsageError('the context is refused', context.error);
}

interface ContextInputs {
  readonly cluster: JoinedCluster | undefined;
  readonly files: LiveContext | undefined;
  readonly logger: Logger;
}

/** What is watched is loaded last, so that nothing comes before there is somebody to tell it to. */
async function openLiveContext(
  { languages, auditEvery }: ServeOptions,
  { cluster, files, logger }: ContextInputs,
): Promise<LiveContext> {
  if (cluster !== undefined) {
    const { openClusterContext } = await import('./cluster-context.js');
    const watched = { ...cluster, languages, logger, auditEvery };
    return openClusterContext({ ...watched, ...(files === undefined ? {} : { files }) });
  }
  if (files !== undefined) return files;
  throw new UsageError('No context is given; give --context PATH.');
}

/** Only a pod of the cluster writes into it; who looks on from outside does not. */
async function openOwnerTeller(
  { client }: JoinedCluster,
  logger: Logger,
): Promise<NonNullable<WebhookParts['tellOwner']>> {
  const [{ createOwnerEvents }, { createOwnerTeller }] = await Promise.all([
    import('../kube/owner-events.js'),
    import('./owner-teller.js'),
  ]);
  return createOwnerTeller(createOwnerEvents({ client, instance: hostname(), logger }));
}

interface ListeningPorts {
  readonly port: number;
  readonly adminPort: number;
  readonly pagePort: number;
}

/** The status page has no login, so it listens on this machine only. */
const PAGE_HOST = '127.0.0.1';

async function listenAll(
  webhook: Webhook,
  options: ServeOptions,
): Promise<Result<ListeningPorts, readonly string[]>> {
  const { host, port, adminPort, pagePort } = options;
  const off = ok(0);
  const results = [
    adminPort === 0 ? off : await listen(webhook.admin, { host, port: adminPort }),
    pagePort === 0 ? off : await listen(webhook.page, { host: PAGE_HOST, port: pagePort }),
    await listen(webhook.https, { host, port }),
  ];
  const failures = results.flatMap((result) => (result.ok ? [] : [result.error]));
  if (failures.length > 0) return err(failures);
  const [admin = 0, page = 0, https = 0] = results.flatMap((result) => (result.ok ? [result.value] : []));
  return ok({ port: https, adminPort: admin, pagePort: page });
}

const waitForAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
