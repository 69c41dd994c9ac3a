import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JAEGER } from '../parts/servers.js';
import { deployServer } from './suite/deployed-servers.js';
import { applyAll } from './suite/mistakes/objects.js';
import { MISTAKES } from './suite/mistakes/table.js';
import { flatten, listFixes, runFix, runHere, takeFirstScreen, tell } from './suite/mistakes/told.js';
import { PROGRAMS, serving, TRACED } from './suite/mistakes/trace-mistakes.js';
import { applyPlatform } from './suite/platform.js';
import { openShell, type Shell } from './suite/shell.js';
import { eventually, kubectl } from './suite/test-cluster.js';
import { installWebhook, uninstallWebhook, untilInjecting } from './suite/webhook.js';

const MONITORING = 'monitoring';
const OURS = MISTAKES.filter(({ toldBy }) => toldBy === 'traces');

let shell: Shell;

beforeAll(async () => {
  shell = openShell('helm-4');
  installWebhook('cluster-wide');
  for (const namespace of [MONITORING, TRACED]) kubectl('create', 'namespace', namespace);
  await deployServer(JAEGER);
  applyPlatform({ addons: { enable_jaeger: true }, route: 'direct' });
  await untilInjecting(TRACED);
  applyAll([PROGRAMS, serving('cjs', 'server.cjs'), ...OURS.flatMap(({ objects }) => objects)]);
  for (const name of ['cjs', 'esm', 'unsampled'])
    kubectl('rollout', 'status', `deployment/${name}`, `--namespace=${TRACED}`, '--timeout=120s');
});

afterAll(async () => {
  kubectl('delete', 'namespace', MONITORING, TRACED, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('cluster-wide');
});

interface TracedWorkload {
  readonly object: { readonly name: string };
  readonly traces: { readonly traced: number; readonly silent: readonly { readonly code: string }[] };
}

/** How many pods of each Deployment have traces, and the causes of the others. */
async function readTraces(): Promise<Readonly<Record<string, readonly [number, ...string[]]>>> {
  const { out } = await runHere('audit', '-n', TRACED, '--traces', '-o', 'json');
  const { workloads } = JSON.parse(out) as { readonly workloads: readonly TracedWorkload[] };
  return Object.fromEntries(
    workloads.map(({ object, traces }) => [
      object.name,
      [traces.traced, ...traces.silent.map(({ code }) => code)],
    ]),
  );
}

const untilTraces = (wanted: object): Promise<true> =>
  eventually('The traces are not as they should be', async () => {
    const found = await readTraces();
    if (isDeepStrictEqual(found, wanted)) return true as const;
    throw new Error(JSON.stringify(found));
  });

test('what sends traces to a real Jaeger is distinguished from what does not, with the cause', () =>
  untilTraces({ esm: [0, 'es-module'], unsampled: [0, 'sampled-out'], cjs: [1] }));

describe('is reported in the first screen, with a command that is run', () => {
  test.each(OURS)('$what', async (mistake) => {
    const { code, out } = await tell(shell, mistake);
    const screen = takeFirstScreen(out);
    for (const word of mistake.words) expect(flatten(screen)).toContain(word);
    expect(code).toBe(1);
    const fixes = listFixes(mistake, screen);
    expect([screen, fixes.length]).toEqual([screen, 1]);
    for (const fix of fixes) await runFix(shell, fix);
  });
});

test('then all of them send traces', () => untilTraces({ cjs: [1], esm: [1], unsampled: [1] }));
