import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AGENTS } from '../../src/core/agents/agents.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { REASON_CODES } from '../../src/core/reasons.js';
import { generatedPods, SAFETY_NAMESPACES, type GeneratedPod } from './suite/generated-pods.js';
import { prepareSafetyNamespaces } from './suite/safety-namespaces.js';
import { applyPlatform } from './suite/platform.js';
import { api, kubectl } from './suite/test-cluster.js';
import {
  installWebhook,
  reasonsOf,
  statusOf,
  untilInjecting,
  WEBHOOK,
  manifests,
  type AnsweredPod,
} from './suite/webhook.js';

/** The same pods in each run; SAFETY_SEED gives others. */
const SEED = Number(process.env['SAFETY_SEED'] ?? 20261);
const GENERATED = 3600;
const CLIENTS = 16;

interface Judged extends GeneratedPod {
  readonly status: number;
  readonly answer: AnsweredPod;
}

/** Creates each pod as a dry run, a few at a time; the API server says whether it would take it. */
async function judge(pods: readonly GeneratedPod[]): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < pods.length; at = next++) {
      const one = pods[at];
      if (one === undefined) return;
      const path = `/api/v1/namespaces/${one.namespace}/pods?dryRun=All`;
      const { status, body } = await api(path, { method: 'POST', body: one.pod });
      judged.push({ ...one, status, answer: body as AnsweredPod });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  return judged;
}

/** Removes the registration alone, so that the API server judges without the webhook. */
const withoutWebhook = async <T>(work: () => Promise<T>): Promise<T> => {
  kubectl('delete', 'mutatingwebhookconfiguration', WEBHOOK);
  try {
    return await work();
  } finally {
    kubectl('apply', '-k', manifests('overlays', 'cluster-wide'));
  }
};

/** All languages are on. */
const PLATFORM = {
  agents: Object.fromEntries(
    LANGUAGES.filter((language) => !AGENTS[language].isDefault).map((language) => [
      language,
      { enabled: true },
    ]),
  ),
};

let accepted: readonly GeneratedPod[] = [];
let judged: readonly Judged[] = [];

beforeAll(async () => {
  installWebhook('cluster-wide');
  applyPlatform(PLATFORM);
  prepareSafetyNamespaces();
  const pods = generatedPods(GENERATED, SEED);
  const without = await withoutWebhook(() => judge(pods));
  accepted = without.filter(({ status }) => status === 201);
  await untilInjecting('safety-restricted-limits');
  judged = await judge(accepted);
}, 900_000);

afterAll(() => {
  for (const { name } of SAFETY_NAMESPACES) kubectl('delete', 'namespace', name, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

const asked = (): readonly Judged[] => judged.filter(({ answer }) => statusOf(answer) !== undefined);
const injected = (): readonly Judged[] =>
  asked().filter(({ answer }) => ['injected', 'partial'].includes(statusOf(answer) ?? ''));

describe('pods that the API server accepts without the webhook', () => {
  test('are at least 2,000, of every namespace', () => {
    expect(accepted.length).toBeGreaterThanOrEqual(2000);
    for (const { name } of SAFETY_NAMESPACES)
      expect(accepted.filter(({ namespace }) => namespace === name).length).toBeGreaterThan(50);
  });

  test('are all accepted with it', () => {
    const refused = judged.filter(({ status }) => status !== 201);
    expect(refused.map(({ namespace, pod, answer }) => ({ namespace, pod, answer }))).toEqual([]);
  });

  test('ask in at least three of five cases, and half of those are injected', () => {
    expect(asked().length / judged.length).toBeGreaterThanOrEqual(0.6);
    expect(injected().length / asked().length).toBeGreaterThanOrEqual(0.5);
  });

  test.each(LANGUAGES)('%s is injected at least 100 times', (language) => {
    const message = new RegExp(`\\b${language}\\b`);
    const with_ = injected().filter(({ answer }) =>
      message.test(injectedPart(answer.metadata.annotations?.['tracing.dokaseca.io/message'] ?? '')),
    );
    expect(with_.length).toBeGreaterThanOrEqual(100);
  });

  test('say why, with codes that are documented', () => {
    const counts = new Map<string, number>();
    for (const { answer } of asked())
      for (const code of reasonsOf(answer)) counts.set(code, (counts.get(code) ?? 0) + 1);
    process.stderr.write(
      `reasons of ${asked().length} pods that asked: ${JSON.stringify([...counts].sort((a, b) => b[1] - a[1]))}\n`,
    );
    for (const code of counts.keys()) expect(REASON_CODES).toContain(code);
    expect(counts.size).toBeGreaterThanOrEqual(15);
  });
});

/** The sentences about what was injected: `Injected java into app.` */
const injectedPart = (message: string): string => (message.match(/Injected [^.]*\./g) ?? []).join(' ');
