import type { Injection } from '../src/core/outcome.js';
import type { ClusterSnapshot } from '../src/core/snapshot.js';
import { validate } from '../src/core/rules/validate.js';
import { createApp } from '../src/http/app.js';
import { createDecisionLog, type DecisionLog } from '../src/http/decision-log.js';
import { listen } from '../src/http/listen.js';
import type { AdmissionEngine } from '../src/http/admission.js';
import { createIsolatedJudge } from '../src/http/isolation/isolated-judge.js';
import { createMutateHandler } from '../src/http/mutate-handler.js';
import { createWebhookServer } from '../src/http/server.js';
import { createWarnHandler } from '../src/http/warn-handler.js';
import { judgeWorkload } from '../src/workload/workload-warnings.js';
import { createValidateHandler } from '../src/http/validate-handler.js';
import { startLagProbe } from '../src/telemetry/event-loop-lag.js';
import { createLogger } from '../src/telemetry/logger.js';
import { createEphemeralSource } from '../src/tls/ephemeral-source.js';
import type { CertificateSource } from '../src/tls/source.js';
import type { WebhookAddress } from './api-server.js';

export interface DemoWebhook extends WebhookAddress {
  /** What was injected into the pod that was last admitted with this `generateName`. */
  readonly injectionsOf: (generateName: string) => readonly Injection[];
  readonly snapshot: ClusterSnapshot;
  readonly decisions: DecisionLog;
  readonly certificates: CertificateSource;
  readonly close: () => Promise<void>;
}

export interface WebhookOptions {
  readonly admit: AdmissionEngine;
  readonly snapshot: ClusterSnapshot;
  /** Takes log lines of failures. */
  readonly log: (line: string) => void;
}

/**
 * Serves the webhook as `serve` does, on a free port of 127.0.0.1, for one snapshot, with a certificate made for this
 * run and without metrics. Rejects when no port can be had.
 */
export async function startWebhook({ admit, snapshot, log }: WebhookOptions): Promise<DemoWebhook> {
  const logger = createLogger('error', { write: log });
  const certificates = await createEphemeralSource({ names: [], logger });
  const decisions = createDecisionLog();
  const lag = startLagProbe();
  const metrics = {
    countAdmission: () => undefined,
    countDecision: () => undefined,
    countValidation: () => undefined,
    countWarning: () => undefined,
  };
  const isolated = createIsolatedJudge({ snapshot: () => snapshot, onThreadEnd: () => undefined });
  const mutate = createMutateHandler({
    ...{ admit, lag, metrics, decisions, logger, isolated },
    snapshot: () => snapshot,
  });
  const app = createApp({
    mutate,
    validate: createValidateHandler({ validate, lag, metrics, logger, isolated }),
    warn: createWarnHandler({
      ...{ lag, metrics, logger },
      warn: (request) => judgeWorkload(request, { snapshot, namespaceSelector: undefined }),
    }),
    waitingFor: () => [],
  });
  const { server, drain } = createWebhookServer({
    ...{ mutate, app, certificates },
    onConnectionEnd: () => undefined,
  });
  const stop = (): void => {
    certificates.stop();
    lag.stop();
  };
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!port.ok) {
    stop();
    throw new Error(port.error);
  }
  return {
    url: `https://127.0.0.1:${port.value}`,
    ...{ snapshot, decisions, certificates, ca: certificates.current().cert },
    injectionsOf: (generateName) =>
      decisions.list().find(({ pod }) => pod === `${generateName}*`)?.injections ?? [],
    close: async () => {
      await drain(0);
      await isolated.stop();
      stop();
    },
  };
}
