import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPlatform } from './suite/platform.js';
import type { Mistake, Moment } from './suite/mistakes/mistake.js';
import { MISTAKES } from './suite/mistakes/table.js';
import {
  applyAll,
  bringIdleAgent,
  deployment,
  DOWN,
  HERE,
  NAMESPACES,
  NEIGHBOURS,
  NODEJS,
  PLATFORM,
} from './suite/mistakes/objects.js';
import { INSTRUMENTATIONS } from './suite/mistakes/request-mistakes.js';
import {
  auditAll,
  flatten,
  listFixes,
  runFix,
  runHere,
  takeFirstScreen,
  tell,
} from './suite/mistakes/told.js';
import { openShell, type Shell } from './suite/shell.js';
import { eventually, kubectl, read } from './suite/test-cluster.js';
import { installWebhook, uninstallWebhook, untilInjecting, WEBHOOK } from './suite/webhook.js';

/** What needs a Collector or a backend is told in suites of their own. */
const OURS = MISTAKES.filter(({ toldBy }) => toldBy !== 'doctor' && toldBy !== 'traces');
const madeAt = (moment: Moment): readonly Mistake[] => OURS.filter(({ made }) => made === moment);

/** Forty workloads are rolled out at the same time. */
const ALL_MENDED_MS = 240_000;

let shell: Shell;

interface ListedPods {
  readonly items: readonly { readonly spec: { readonly nodeName?: string } }[];
}

/** Waits until all pods of a namespace, so many at least, are on their way. */
const untilPods = (namespace: string, least: number): Promise<true> =>
  eventually(`Not every workload of ${namespace} has a pod`, () => {
    const { items } = read('pods', `--namespace=${namespace}`) as ListedPods;
    const isAll = items.length >= least && items.every(({ spec }) => spec.nodeName !== undefined);
    return isAll ? true : undefined;
  });

const scaleWebhook = (replicas: number): void => {
  kubectl('-n', WEBHOOK, 'scale', `deployment/${WEBHOOK}`, `--replicas=${replicas}`);
};

async function make(mistakes: readonly Mistake[]): Promise<void> {
  applyAll(mistakes.flatMap(({ objects }) => objects));
  for (const namespace of new Set(mistakes.map((each) => each.namespace ?? HERE)))
    await untilPods(namespace, mistakes.filter((each) => (each.namespace ?? HERE) === namespace).length - 2);
}

beforeAll(async () => {
  shell = openShell('helm-4');
  await bringIdleAgent();
  applyAll(NAMESPACES);
  await make(madeAt('early'));
  installWebhook('opt-in');
  applyPlatform(PLATFORM);
  await untilInjecting(HERE);
  applyAll([...INSTRUMENTATIONS, deployment('before', { namespace: DOWN, onTemplate: NODEJS })]);
  await untilPods(DOWN, 1);
  scaleWebhook(0);
  await eventually('The webhook does not end', () =>
    kubectl('-n', WEBHOOK, 'get', 'pods', '--no-headers') === '' ? true : undefined,
  );
  await make(madeAt('away'));
  scaleWebhook(2);
  kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=120s');
  await untilInjecting(HERE);
  applyAll([
    ...NEIGHBOURS.map(([, object]) => object),
    deployment('after', { namespace: DOWN, onTemplate: NODEJS }),
  ]);
  await make(madeAt('together'));
  for (const { act } of madeAt('together')) await act?.();
});

afterAll(async () => {
  kubectl('delete', 'namespace', ...NAMESPACES.map((each) => nameOf(each)), '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('opt-in');
});

const nameOf = (object: object): string =>
  (object as { readonly metadata: { readonly name: string } }).metadata.name;

test('the table is long enough', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(35);
  expect(new Set(MISTAKES.map(({ what }) => what)).size).toBe(MISTAKES.length);
});

test('an audit finds exactly the pods that were missed while the webhook was away', async () => {
  const { missed } = await auditAll();
  expect(missed.filter((name) => name.startsWith(DOWN))).toEqual(
    ['daemonset', 'deployment', 'statefulset'].map((kind) => `${DOWN}/${kind}/away`),
  );
});

test.each(NEIGHBOURS)('%s is no mistake', async (name, _, words) => {
  const { code, out } = await runHere('explain', name, '-n', HERE);
  expect(flatten(out)).toContain(words);
  expect(out).not.toContain('\nFix\n');
  expect(code).toBe(0);
});

/** Asks about a mistake, holds the first screen against the table, and does what it says. */
async function mend(mistake: Mistake): Promise<void> {
  const screen = takeFirstScreen((await tell(shell, mistake)).out);
  for (const word of mistake.words) expect(flatten(screen)).toContain(word);
  const fixes = listFixes(mistake, screen);
  if (mistake.edit === undefined) expect(fixes).not.toEqual([]);
  for (const fix of fixes) await runFix(shell, fix);
  mistake.edit?.apply();
}

describe.concurrent('is told in the first screen, with commands that are run', () => {
  test.each((['early', 'away', 'together', 'applied'] as const).flatMap(madeAt))('$what', mend);
});

test('nothing of all that is to be mended any more', async () => {
  await eventually(
    'It is not mended',
    async () => {
      const { wanting, missed } = await auditAll();
      if (wanting.length + missed.length > 0) throw new Error([...wanting, ...missed].join(', '));
      return true;
    },
    ALL_MENDED_MS,
  );
});

describe('alone', () => {
  test.each(madeAt('alone'))('$what is reported, and mended by what is printed', async (mistake) => {
    if (mistake.toldBy !== 'apply') applyAll(mistake.objects);
    await mistake.act?.();
    await mend(mistake);
    if (mistake.about === undefined) return;
    await eventually('It is not mended', async () => {
      const { code, out } = await tell(shell, mistake);
      if (code !== 0) throw new Error(out);
      return true;
    });
  });
});
