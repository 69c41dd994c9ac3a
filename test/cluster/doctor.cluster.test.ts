import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/doctor/finding.js';
import type { NamedFinding } from '../../src/doctor/report.js';
import { examineCluster } from '../../src/doctor/examine.js';
import { openCluster } from '../../src/live/open-cluster.js';
import { like } from '../support/like.js';
import { noteRefusals } from './suite/audit.js';
import { applyBackend, shopIn } from './suite/examined-objects.js';
import { EXAMINED, TO_TEMPO } from './suite/mistakes/installation-mistakes.js';
import type { Mistake } from './suite/mistakes/mistake.js';
import { MISTAKES } from './suite/mistakes/table.js';
import {
  KUBECONFIG,
  flatten,
  listFixes,
  runFix,
  runHere,
  takeFirstScreen,
  tell,
} from './suite/mistakes/told.js';
import { applyPlatform } from './suite/platform.js';
import { applyCollector, removeCollector } from './suite/rendered-collector.js';
import { openShell, type Shell } from './suite/shell.js';
import { apply, eventually, kubectl, paths } from './suite/test-cluster.js';
import { installWebhook, uninstallWebhook, untilInjecting } from './suite/webhook.js';

const MONITORING = 'monitoring';
const OURS = MISTAKES.filter(({ toldBy }) => toldBy === 'doctor');

let shell: Shell;

beforeAll(async () => {
  shell = openShell('helm-4');
  installWebhook('cluster-wide');
  for (const namespace of [EXAMINED, MONITORING]) kubectl('create', 'namespace', namespace);
  for (const service of ['tempo', 'jaeger']) applyBackend(service, MONITORING);
  applyPlatform(TO_TEMPO);
  await untilInjecting(EXAMINED);
  await applyCollector();
  apply(JSON.stringify(shopIn(EXAMINED)));
  kubectl('rollout', 'status', 'deployment/shop', `--namespace=${EXAMINED}`, '--timeout=120s');
});

afterAll(async () => {
  applyPlatform(TO_TEMPO);
  removeCollector();
  kubectl('delete', 'namespace', EXAMINED, MONITORING, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('cluster-wide');
});

/** What the doctor says, in this process, which has loaded what it needs. */
async function examineAll(sendsTrace = false): Promise<readonly NamedFinding[]> {
  const opened = await openCluster({ kubeconfig: KUBECONFIG });
  if (!opened.ok) throw new Error(opened.error);
  const { signal } = new AbortController();
  return await examineCluster(opened.value, { namespace: EXAMINED, sendsTrace, signal });
}

const untilVerdict = (check: string, verdicts: readonly Verdict[], again?: () => unknown): Promise<true> =>
  eventually(`${check} is not ${verdicts.join(' or ')}`, async () => {
    again?.();
    const found = (await examineAll()).find((each) => each.check === check);
    if (found !== undefined && verdicts.includes(found.verdict)) return true as const;
    throw new Error(JSON.stringify(found));
  });

test('a cluster that is well passes every check', async () => {
  const { code, out } = await runHere('doctor', '-n', EXAMINED, '-o', 'json');
  const { checks } = JSON.parse(out) as { readonly checks: readonly NamedFinding[] };
  // Pods may have been tried before the webhook was ready.
  const bad = checks.filter(({ check, verdict }) => verdict !== 'ok' && check !== 'missed-pods');
  expect([code, bad]).toEqual([0, []]);
});

async function mend(mistake: Mistake): Promise<void> {
  const { act, again, about = '', words, edit } = mistake;
  await act?.();
  await untilVerdict(about, ['failed', 'warning'], again);
  const screen = takeFirstScreen((await tell(shell, mistake)).out);
  for (const word of words) expect(flatten(screen)).toContain(word);
  const fixes = listFixes(mistake, screen);
  expect(fixes).toHaveLength(1);
  for (const fix of fixes) await runFix(shell, fix);
  edit?.apply();
  await untilVerdict(about, ['ok']);
}

describe('is reported in the first screen, and mended by the command', () => {
  test.each(OURS)('$what', async (mistake) => {
    // The webhook is refused what it may not do any more.
    if (mistake.isOfRights === true) await noteRefusals(paths.state, () => mend(mistake));
    else await mend(mistake);
  });
});

test('all is well in the end', async () => {
  await untilVerdict('admission', ['ok']);
  kubectl('rollout', 'status', 'deployment/shop', `--namespace=${EXAMINED}`, '--timeout=120s');
});

test('a trace that is sent from a pod does not arrive', async () => {
  applyPlatform({ route: 'direct', backends: { tempo: { namespace: 'nowhere' } } });
  const found = (await examineAll(true)).find(({ check }) => check === 'trace');
  expect([found?.verdict, found?.sentence]).toEqual(['failed', like.stringContaining('name-unresolved')]);
  expect(kubectl('get', 'jobs,configmaps', `--namespace=${EXAMINED}`)).not.toContain('doctor');
});
