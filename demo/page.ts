import { hostname } from 'node:os';
import { relative } from 'node:path';
import { listen } from '../src/http/listen.js';
import type { PageSpan } from '../src/http/page/facts.js';
import { createPageServer } from '../src/serve/page-server.js';
import { hashContext } from '../src/telemetry/context-hash.js';
import { createLogger } from '../src/telemetry/logger.js';
import { readPackageVersion } from '../src/text/package-version.js';
import type { Span } from './otlp-spans.js';
import { buildSpanTree, getServiceName } from './trace.js';
import type { DemoWebhook } from './webhook.js';

export interface PageOptions {
  readonly webhook: DemoWebhook;
  readonly contextFile: string;
  readonly trace: readonly Span[];
  /** Takes log lines of failures. */
  readonly log: (line: string) => void;
}

interface DemoPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Threads cannot load sources; `npm run demo` compiles them first. */
const THREAD_FILE = new URL('../dist/serve/inspect-thread.js', import.meta.url);

/** Serves the status page as `serve` does, with the trace, on a free port of 127.0.0.1. Rejects when no port can be had. */
export async function startPage({ webhook, contextFile, trace, log }: PageOptions): Promise<DemoPage> {
  const { snapshot, certificates, decisions } = webhook;
  const current = { snapshot, notices: [], hash: hashContext(snapshot) };
  const page = createPageServer(
    {
      ...{ paths: [relative('', contextFile)], replica: hostname() },
      context: { current: () => current, issues: () => [], watches: () => [] },
      certificates: { source: certificates },
      logger: createLogger('error', { write: log }),
    },
    {
      ...{ decisions, trace: buildPageSpans(trace), threadFile: THREAD_FILE },
      readState: () => ({ version: readPackageVersion(), waitingFor: [] }),
      onConnectionEnd: () => undefined,
    },
  );
  const port = await listen(page.server, { host: '127.0.0.1', port: 0 });
  if (!port.ok) throw new Error(port.error);
  return {
    url: `http://127.0.0.1:${port.value}`,
    close: async () => {
      page.server.close();
      page.server.closeAllConnections();
      await page.stop();
    },
  };
}

function buildPageSpans(trace: readonly Span[]): readonly PageSpan[] {
  const tree = buildSpanTree(trace);
  const start = tree[0]?.span.startNs ?? 0n;
  return tree.map(({ span, depth }) => ({
    ...{ service: getServiceName(span), name: span.name, depth },
    startMs: Number(span.startNs - start) / 1e6,
    durationMs: Number(span.endNs - span.startNs) / 1e6,
  }));
}
