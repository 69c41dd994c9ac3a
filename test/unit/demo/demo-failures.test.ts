import { expect, test } from 'vitest';
import { buildFinding } from '../../../src/core/reasons.js';
import type { AdmissionEngine } from '../../../src/http/admission.js';
import { runDemo } from '../../../demo/demo.js';
import { describeMissingModule } from '../../../demo/requirements.js';
import type { DemoStep } from '../../../demo/step.js';
import { buildSummary } from '../../../demo/summary.js';

async function run(admit: AdmissionEngine, signal = new AbortController().signal) {
  const steps: DemoStep[] = [];
  const logged: string[] = [];
  const ended = runDemo({
    admit,
    signal,
    tell: (step) => steps.push(step),
    log: (line) => logged.push(line),
  }).then(
    () => 'came to the end',
    (error: unknown) => String(error),
  );
  return { error: await ended, steps, logged };
}

const KINDS = (steps: readonly DemoStep[]): readonly string[] => steps.map(({ kind }) => kind);

test('an engine that leaves the pods alone is reported', async () => {
  const { error, steps } = await run(() => ({ kind: 'unchanged', why: 'not-requested' }));
  expect(error).toBe('Error: The pod of checkout was not injected but unchanged (no reason: no message)');
  expect(KINDS(steps)).toEqual(['webhook', 'admitted']);
  expect(buildSummary(steps, error)).toMatchObject({ ok: false, error, checks: [] });
});

test('an engine that fails is reported and logged, and the pod was allowed all the same', async () => {
  const { error, logged } = await run(() => {
    throw new Error('a bug');
  });
  expect(error).toMatch(/The pod of checkout was not injected but unchanged/);
  expect(logged.join('')).toContain('a bug');
});

test('a pod that says injected but has no endpoint is reported', async () => {
  const annotations = { 'tracing.dokaseca.io/status': 'injected' };
  const { error } = await run(({ object }) => ({
    kind: 'decided',
    status: 'injected',
    findings: [buildFinding('injected')],
    injections: [],
    operations: [{ op: 'add', path: '/metadata/annotations', value: annotations }],
    configHash: '',
    pod: object as never,
  }));
  expect(error).toBe('Error: The pod of checkout has no OTLP endpoint: the variable is not set.');
});

test('a patch with a required reference to nothing is told as the kubelet would', async () => {
  const annotations = { 'tracing.dokaseca.io/status': 'injected' };
  const broken = { name: 'X', valueFrom: { secretKeyRef: { name: 'none', key: 'a' } } };
  const { error } = await run(({ object }) => ({
    kind: 'decided',
    status: 'injected',
    findings: [],
    injections: [],
    operations: [
      { op: 'add', path: '/metadata/annotations', value: annotations },
      { op: 'add', path: '/spec/containers/0/env/-', value: broken },
    ],
    configHash: '',
    pod: object as never,
  }));
  expect(error).toMatch(/CreateContainerConfigError: variable X: secret "none" not found/);
});

test.each([
  ["Cannot find package 'protobufjs' imported from x", 'ERR_MODULE_NOT_FOUND', 'protobufjs'],
  [
    "Cannot find module '@opentelemetry/auto-instrumentations-node/register'\nRequire stack:",
    'MODULE_NOT_FOUND',
    '@opentelemetry/auto-instrumentations-node/register',
  ],
])('%j names what to install', (message, code, name) => {
  const error = Object.assign(new Error(message), { code });
  expect(describeMissingModule(error)).toBe(
    `The demo needs ${name}, which is not installed; run \`npm ci\` in a checkout of the repository.`,
  );
});

test.each([
  new Error('other'),
  Object.assign(new Error('other'), { code: 'ECONNREFUSED' }),
  'text',
  undefined,
])('%s is not about a module', (error) => {
  expect(describeMissingModule(error)).toBeUndefined();
});
