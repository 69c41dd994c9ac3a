import type { Server } from 'node:http';
import { registerAuditMetrics } from '../auditor/audit-metrics.js';
import { admit } from '../core/admit.js';
import type { Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { checkAmbiguity } from '../core/rules/instrumentation-ambiguity.js';
import { addWarnings, validate } from '../core/rules/validate.js';
import { createAdminApp } from '../http/admin.js';
import { createApp, type AppDeps } from '../http/app.js';
import { createBodyBudget } from '../http/request-body.js';
import { createLimitedServer } from '../http/connections.js';
import { createDecisionLog } from '../http/decision-log.js';
import { createIsolatedJudge, type IsolatedJudge } from '../http/isolation/isolated-judge.js';
import { createMutateHandler, type AdmissionDeps } from '../http/mutate-handler.js';
import type { ReadinessCheck } from '../http/probes.js';
import { createWebhookServer, type WebhookServer } from '../http/server.js';
import { createWarnHandler } from '../http/warn-handler.js';
import { createValidateHandler } from '../http/validate-handler.js';
import type { ObjectValidator } from '../http/validation.js';
import { judgeWorkload } from '../workload/workload-warnings.js';
import { startLagProbe } from '../telemetry/event-loop-lag.js';
import type { Logger } from '../telemetry/logger.js';
import { createMetrics, type ConnectionEnd, type Gauges, type Metrics } from '../telemetry/metrics.js';
import { getProcessMetrics } from '../telemetry/process-metrics.js';
import { createRareLog } from '../telemetry/rare-log.js';
import type { PlatformStateName } from '../telemetry/watch-metrics.js';
import { registerAuthorityMetrics } from './authority-metrics.js';
import type { CertificateProvider } from './certificate-source.js';
import { logNotice, type LiveContext, type LoadedContext } from './live-context.js';
import { createPageServer, type PageParts } from './page-server.js';
import { createWarmUp, type WarmUp } from './warm-up.js';
import { readPackageVersion } from '../text/package-version.js';

export interface WebhookParts extends PageParts {
  readonly context: LiveContext;
  /** Tells the owner of a pod that it was not injected; absent where there is no cluster of its own. */
  readonly tellOwner?: AdmissionDeps['tellOwner'];
  /** Whether decisions are kept for the status page. */
  readonly hasPage: boolean;
  /** The longest time in which sample pods are judged before it is ready. */
  readonly warmUpSeconds: number;
}

/** The servers of the webhook, none of them listening yet. */
export interface Webhook {
  readonly https: WebhookServer['server'];
  /** Metrics and probes. */
  readonly admin: Server;
  readonly page: Server;
  /** Logs the context in force, and warms up; to be called once the servers listen. Reloads are logged in any case. */
  readonly announce: () => void;
  /**
   * Becomes unready, drains for so many seconds and ends everything. Certificates end first: a CA that somebody removes
   * from a `caBundle` in the meantime must stay removed, and the served certificate lives longer than any drain.
   */
  readonly end: (drainSeconds: number) => Promise<void>;
}

/** The certificate for the metrics. The one that only answers probes until there is a trusted one does not count. */
const readCertificateEnd = ({ source, authority }: CertificateProvider): Gauges['certificateNotAfter'] =>
  authority === undefined ? () => source.current().notAfter : () => authority.facts().leafNotAfter;

/** The metrics of parts that are not always there. */
const registerParts =
  ({ certificates: { authority }, context: { audit } }: WebhookParts): NonNullable<Gauges['registerMore']> =>
  (registry) => {
    if (authority !== undefined) registerAuthorityMetrics(registry, authority.facts);
    if (audit !== undefined) registerAuditMetrics(registry, audit);
  };

const WARMING_UP = 'sample pods are judged, so that the first real one is not slow';
const UNTRUSTED = 'there is no certificate yet that the API server trusts';

const createReadinessCheck =
  (
    { context, certificates: { source } }: WebhookParts,
    warmUp: Pick<WarmUp, 'isDone'>,
    isDraining: () => boolean,
  ): ReadinessCheck =>
  () => [
    ...(isDraining() ? ['draining'] : []),
    ...context.waitingFor(),
    ...(source.isReady?.() === false ? [UNTRUSTED] : []),
    ...(warmUp.isDone() ? [] : [WARMING_UP]),
  ];

/** The metrics of this process, and what they are read from when they are scraped. */
const createWebhookMetrics = (
  parts: WebhookParts,
  { version, takeMaxLagMs, isReady }: Pick<Gauges, 'version' | 'takeMaxLagMs' | 'isReady'>,
): Metrics =>
  createMetrics({
    ...{ version, takeMaxLagMs, isReady, watches: parts.context.watches },
    platform: () => getPlatformState(parts.context),
    process: getProcessMetrics(),
    certificateNotAfter: readCertificateEnd(parts.certificates),
    registerMore: registerParts(parts),
  });

/** Creates the servers, with the engine, the context and the certificate. */
export function createWebhook(parts: WebhookParts): Webhook {
  const { context, logger } = parts;
  const { source: certificates } = parts.certificates;
  let isDraining = false;
  const snapshot = (): ClusterSnapshot => context.current().snapshot;
  const warmUp = createWarmUp({
    seconds: parts.warmUpSeconds,
    snapshot,
    certificate: certificates.current,
    isEnded: () => isDraining,
  });
  const waitingFor = createReadinessCheck(parts, warmUp, () => isDraining);
  const version = readPackageVersion();
  const lag = startLagProbe();
  const isReady = (): boolean => waitingFor().length === 0;
  const metrics = createWebhookMetrics(parts, { version, takeMaxLagMs: lag.takeMaxMs, isReady });
  const decisions = createDecisionLog(parts.hasPage ? undefined : 0);
  const isolated = createLoggedJudge(snapshot, metrics, logger);
  const deps = { lag, metrics, decisions, logger, snapshot, isolated, tellOwner: parts.tellOwner };
  const handlers = createReviewHandlers(deps, context);
  const app = createApp({ ...handlers, waitingFor });
  const onConnectionEnd = createConnectionReporter(metrics, logger);
  const { server: https, drain } = createWebhookServer({
    mutate: handlers.mutate,
    app,
    certificates,
    onConnectionEnd,
  });
  const admin = createLimitedServer(createAdminApp(metrics, waitingFor), onConnectionEnd);
  const readState = () => ({ version, waitingFor: waitingFor() });
  const page = createPageServer(parts, { decisions, readState, onConnectionEnd });
  const report = createReloadReporter(metrics, logger);
  context.onReload(report);
  return {
    ...{ https, admin, page: page.server },
    announce: () => {
      report({ ok: true, value: context.current() });
      warmUp.run(deps).catch((error: unknown) => {
        logger.warn({ err: error }, 'Sample pods could not be judged; the first real ones may be slow.');
      });
    },
    end: async (drainSeconds) => {
      isDraining = true;
      certificates.stop();
      await drain(drainSeconds);
      stopAll([admin, page.server], [context, lag]);
      await Promise.all([isolated.stop(), page.stop()]);
    },
  };
}

type ReviewHandlers = Pick<AppDeps, 'mutate' | 'validate' | 'warn'>;

/** What answers reviews; bodies of all kinds share their memory. */
function createReviewHandlers(
  deps: Omit<AdmissionDeps, 'admit'> & {
    readonly snapshot: () => ClusterSnapshot;
    readonly metrics: Metrics;
  },
  context: LiveContext,
): ReviewHandlers {
  const bodies = createBodyBudget();
  return {
    mutate: createMutateHandler({ ...deps, admit }, bodies),
    validate: createValidateHandler({ ...deps, validate: createObjectJudge(deps.snapshot) }, bodies),
    warn: createWarnHandler({ ...deps, warn: createWorkloadJudge(context) }, bodies),
  };
}

/** Validates an object, and warns if it makes requests ambiguous together with other objects of the cluster. */
const createObjectJudge =
  (snapshot: () => ClusterSnapshot): ObjectValidator =>
  (request) =>
    addWarnings(validate(request), checkAmbiguity(request, snapshot().instrumentations));

const createWorkloadJudge =
  (context: LiveContext): ObjectValidator =>
  (request) =>
    judgeWorkload(request, {
      snapshot: { ...context.current().snapshot, hasCorrections: true },
      namespaceSelector: context.namespaceSelector?.(),
    });

function createLoggedJudge(
  snapshot: () => ClusterSnapshot,
  metrics: Pick<Metrics, 'countThreadEnd'>,
  logger: Logger,
): IsolatedJudge {
  return createIsolatedJudge({
    snapshot,
    onThreadEnd: (why, error) => {
      metrics.countThreadEnd(why);
      if (why === 'failure') logger.error({ err: error }, 'The thread for large bodies failed.');
    },
  });
}

/** Counts each connection that is closed, and logs them once a second. */
function createConnectionReporter(
  metrics: Pick<Metrics, 'countClosedConnection'>,
  logger: Logger,
): (why: ConnectionEnd) => void {
  const log = createRareLog((connections) => {
    logger.warn(
      { connections },
      'Connections were closed because there were too many or because they were idle.',
    );
  });
  return (why) => {
    metrics.countClosedConnection(why);
    log();
  };
}

/** Counts and logs a load of the context. */
const createReloadReporter =
  (metrics: Pick<Metrics, 'countReload'>, logger: Logger) =>
  (result: Result<LoadedContext>): void => {
    if (!result.ok) {
      metrics.countReload('refused');
      logger.error({ issues: result.error }, 'A change was refused; the last good context stays in force.');
      return;
    }
    const { hash, notices, isRoutine = false } = result.value;
    metrics.countReload('loaded', hash);
    for (const notice of notices) logNotice(notice, logger);
    logger[isRoutine ? 'debug' : 'info']({ hash }, 'The context is in force.');
  };

/** The state of the platform; one whose newest version is refused is outdated. */
function getPlatformState(context: LiveContext): PlatformStateName {
  const { kind } = context.current().snapshot.platform;
  const isRefused = context.watches().some(({ row, refused }) => row === 'platforms' && refused > 0);
  return kind === 'ready' && isRefused ? 'outdated' : kind;
}

function stopAll(servers: readonly Server[], parts: readonly { readonly stop: () => void }[]): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  for (const part of parts) part.stop();
}
