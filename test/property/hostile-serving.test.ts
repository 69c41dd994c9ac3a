import { expect, test } from 'vitest';
import fc from 'fast-check';
import { admit } from '../../src/core/admit.js';
import { MESSAGE } from '../../src/core/annotations.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { err, ok } from '../../src/core/result.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { LONGEST } from '../../src/core/bounds.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { validate } from '../../src/core/rules/validate.js';
import { formatAdmissionResponse } from '../../src/http/admission-response.js';
import { createDecisionLog } from '../../src/http/decision-log.js';
import { readDecisionFilter } from '../../src/http/page/decision-filter.js';
import { buildDecisionPage } from '../../src/http/page/decisions-view.js';
import { buildStatusPage } from '../../src/http/page/status-view.js';
import { formatValidationResponse } from '../../src/http/validation-response.js';
import { judgeAcceptance } from '../../src/kube/condition.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { expectHarmless, hostileText } from '../support/hostile-text.js';

const OPERATOR = 'instrumentation.opentelemetry.io';

const podOf = (text: string): Pod => ({
  metadata: {
    name: text,
    annotations: {
      [`${OPERATOR}/inject-nodejs`]: text,
      [`${OPERATOR}/inject-sdk`]: 'main',
      [`${OPERATOR}/java-container-names`]: text.slice(0, 4000),
      [`${OPERATOR}/inject-java`]: 'true',
      'tracing.dokaseca.io/backend': text,
    },
  },
  spec: { containers: [{ name: text, env: [{ name: text, value: text }] }, { name: 'app' }] },
});

const snapshotOf = (text: string): ClusterSnapshot => ({
  ...EMPTY_SNAPSHOT,
  instrumentations: new Map([
    [
      'shop',
      new Map(
        ['main', text].map((name) => [
          name,
          {
            metadata: { namespace: 'shop', name },
            ignored: [{ path: `spec.env[${text}]`, message: text }],
            spec: { exporter: { endpoint: text }, env: [{ name: 'OTEL_A', value: text }, { name: text }] },
          },
        ]),
      ),
    ],
  ]),
});

const RUNS = { numRuns: 100, endOnFailure: true } as const;
const holds = (check: (text: string) => void): void => {
  fc.assert(fc.property(hostileText, check), RUNS);
};

const decisionFor = (text: string) => {
  const outcome = admit(buildCreationRequest(podOf(text), 'shop'), snapshotOf(text));
  if (outcome.kind !== 'decided') throw new Error('The pod asked.');
  return outcome;
};

test('the message of a hostile pod, and the warnings about it', () => {
  holds((text) => {
    const outcome = decisionFor(text);
    expectHarmless(outcome.pod.metadata?.annotations?.[MESSAGE] ?? '', 'annotation', LONGEST.annotation);
    const { response } = JSON.parse(formatAdmissionResponse('a-uid', outcome)) as {
      response: { warnings: readonly string[] };
    };
    expect(response.warnings.length).toBeGreaterThan(0);
    for (const warning of response.warnings) {
      expectHarmless(warning, 'warning', LONGEST.podWarning);
      expect(warning).not.toContain('\n');
    }
  });
});

test('the log of hostile pods, errors and servers', () => {
  holds((text) => {
    const lines: string[] = [];
    const logger = createLogger('info', { write: (line) => lines.push(line) });
    logger.info(
      { namespace: text, pod: text, reason: text, [text]: { [text]: [text] } },
      'The pod was admitted.',
    );
    logger.error({ err: new Error(text, { cause: new Error(text) }), pod: text }, text);
    logger.warn(
      { notices: Array.from({ length: 100 }, () => ({ path: text, message: text })) },
      `${text} again`,
    );
    logger.warn(new Error(text));
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      // A line is at most what all of its fields may have, twice for the escapes of JSON, and its frame.
      expectHarmless(line, 'log line', 2 * 17 * LONGEST.logText + 4096);
      expect(line.trimEnd()).not.toContain('\n');
      expect(textsIn(JSON.parse(line)).filter(hasForeignLines)).toEqual([]);
    }
  });
});

/** Whether a text has control characters that are not between the lines of a stack; the last of them may be cut. */
function hasForeignLines(text: string): boolean {
  const [first = '', ...lines] = text.split('\n');
  const isOfStack = (line: string, index: number): boolean =>
    /^(?: {4}at |caused by: )/.test(line) || (index === lines.length - 1 && line.endsWith('…'));
  return !lines.every(isOfStack) || [first, ...lines].some((line) => /\p{Cc}/u.test(line));
}

/** Every text in data, keys too. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
};

test('the status page', () => {
  holds((text) => {
    const { status, findings, injections } = decisionFor(text);
    const decisions = createDecisionLog();
    decisions.add({ at: 0, namespace: text, pod: text, status, findings, injections });
    const facts = {
      ...{ version: '1', replica: text, now: 0, waitingFor: [text] },
      ...{ decisions: decisions.list(), totals: decisions.totals() },
      certificates: {
        certificates: [{ role: text, names: [text], notAfter: new Date(0) }],
        problems: [text],
      },
      watches: [{ row: text, isSynced: true, ageMs: 0, objects: 0, refused: 0, failure: { message: text } }],
      trace: [{ service: text, name: text, depth: 0, startMs: 0, durationMs: 0 }],
      context: {
        paths: [text],
        hash: text,
        snapshot: snapshotOf(text),
        issues: [{ path: text, message: text }],
      },
    };
    const query = new URLSearchParams({ namespace: text, status: text, reason: text });
    const pages = [
      buildStatusPage(facts, readDecisionFilter(query)),
      buildStatusPage(facts, readDecisionFilter(new URLSearchParams())),
      ...decisions.list().map(buildDecisionPage),
    ];
    for (const html of pages) {
      // A line of the page holds some cells, each with the escapes of HTML.
      expectHarmless(html, 'page', 20 * LONGEST.cell);
      expect(html).not.toMatch(/<script|<\/script|<!--[^]*-->/i);
    }
  });
});

test('refusals and warnings about hostile objects', () => {
  holds((text) => {
    const request = {
      ...buildCreationRequest({ metadata: { name: text } } as unknown as Pod, 'shop'),
      ...{ group: 'tracing.dokaseca.io', kind: 'TracingPlatform' },
      object: { metadata: { name: text }, spec: { backend: text, [text]: text, addons: { [text]: true } } },
    };
    const { response } = JSON.parse(formatValidationResponse(request, validate(request))) as {
      response: { status: { message: string; details: unknown }; warnings?: readonly string[] };
    };
    expectHarmless(response.status.message, 'refusal', 20 * 2 * (LONGEST.refusal + 2));
    for (const each of textsIn(response.status.details)) expectHarmless(each, 'details', LONGEST.refusal);
    for (const each of response.warnings ?? []) expectHarmless(each, 'warning', LONGEST.objectWarning);
  });
});

test('the condition of a hostile platform', () => {
  holds((text) => {
    const issues = [{ path: text, message: text }];
    for (const notices of [ok(issues), err(issues)])
      expectHarmless(judgeAcceptance(notices).message, 'condition', LONGEST.condition);
  });
});
