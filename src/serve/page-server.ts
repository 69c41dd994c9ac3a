import type { Server } from 'node:http';
import { X509Certificate } from 'node:crypto';
import { INSPECTION_MEMORY, INSPECTION_MS } from '../http/bounds.js';
import { createLimitedServer } from '../http/connections.js';
import type { DecisionLog } from '../http/decision-log.js';
import { createIsolatedJudge } from '../http/isolation/isolated-judge.js';
import type { CertificateReport, PageFacts, PageSpan } from '../http/page/facts.js';
import type { Inspection } from '../http/page/inspection.js';
import { createPageApp } from '../http/page/page-app.js';
import type { Logger } from '../telemetry/logger.js';
import type { ConnectionEnd } from '../telemetry/metrics.js';
import type { CertificateProvider } from './certificate-source.js';
import type { LiveContext } from './live-context.js';

/** What the page shows. */
export interface PageParts {
  /** Where the context was read from. */
  readonly paths: readonly string[];
  readonly context: Pick<LiveContext, 'current' | 'issues' | 'watches'>;
  readonly certificates: CertificateProvider;
  readonly logger: Logger;
  /** The name of this replica. */
  readonly replica: string;
}

interface PageSources {
  readonly decisions: DecisionLog;
  readonly readState: () => Pick<PageFacts, 'version' | 'waitingFor'>;
  readonly onConnectionEnd: (why: ConnectionEnd) => void;
  /** A trace that was read back, for the demo. */
  readonly trace?: readonly PageSpan[];
  /** The compiled module of the inspector's thread, for who runs from sources. */
  readonly threadFile?: URL;
}

export interface PageServer {
  /** Not listening yet. */
  readonly server: Server;
  /** Ends the thread of the inspector. */
  readonly stop: () => Promise<void>;
}

/** What the thread of the inspector gives for the one kind of body that it takes. */
interface Inspections {
  readonly inspect: Inspection;
}

const INSPECT_THREAD = new URL('./inspect-thread.js', import.meta.url);

/**
 * Creates the server of the status page. What somebody pastes into the inspector is judged in a thread that is not the one
 * of large bodies, so that pods do not wait for it; nothing of it is logged.
 */
export function createPageServer(
  { context, paths, replica, certificates, logger }: PageParts,
  { decisions, readState, onConnectionEnd, trace, threadFile = INSPECT_THREAD }: PageSources,
): PageServer {
  const isolated = createIsolatedJudge<Inspections>({
    ...{ file: threadFile, times: INSPECTION_MS, memory: INSPECTION_MEMORY },
    snapshot: () => context.current().snapshot,
    onThreadEnd: (why) => {
      // The error may quote the manifest.
      if (why === 'failure') logger.error('The thread of the pod inspector failed.');
    },
  });
  const readFacts = (): PageFacts => ({
    ...readState(),
    ...{ decisions: decisions.list(), totals: decisions.totals() },
    ...{ replica, now: Date.now(), watches: context.watches() },
    certificates: readCertificates(certificates),
    context: { ...context.current(), paths, issues: context.issues() },
    ...(trace === undefined ? {} : { trace }),
  });
  const app = createPageApp(readFacts, (bytes, done) => {
    isolated.judge('inspect', bytes, done);
  });
  return { server: createLimitedServer(app, onConnectionEnd), stop: isolated.stop };
}
/** What the status page says about the certificates: the one that is served, the CA that signs, and what is wrong. */
function readCertificates({ source, authority }: CertificateProvider): CertificateReport {
  const { cert, notAfter } = source.current();
  const facts = authority?.facts();
  const serving = { role: 'this server', names: readNames(cert), notAfter };
  const authorities =
    facts?.caNotAfter === undefined
      ? []
      : [{ role: 'the CA that signs', names: [], notAfter: facts.caNotAfter }];
  return {
    certificates: [serving, ...authorities],
    problems: (facts?.problems ?? []).map((code) => `Something is wrong with the certificates: ${code}.`),
  };
}

/** The names that a certificate is issued for, as it says them itself. */
const readNames = (pem: string): readonly string[] =>
  (new X509Certificate(pem).subjectAltName ?? '')
    .split(', ')
    .map((name) => name.slice(name.indexOf(':') + 1))
    .filter((name) => name !== '');
