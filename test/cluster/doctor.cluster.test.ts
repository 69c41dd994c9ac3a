import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckName } from '../../src/doctor/checks/index.js';
import { examineCluster } from '../../src/doctor/examine.js';
import type { Verdict } from '../../src/doctor/finding.js';
import type { NamedFinding } from '../../src/doctor/report.js';
import { openCluster } from '../../src/live/open-cluster.js';
import { like } from '../support/like.js';
import { applyBackend, OPERATOR, shopIn } from './suite/examined-objects.js';
import { noteRefusals } from './suite/audit.js';
import { applyPlatform } from './suite/platform.js';
import { applyCollector, removeCollector } from './suite/rendered-collector.js';
import { apply, eventually, kubectl, paths } from './suite/test-cluster.js';
import { installWebhook, REPOSITORY, uninstallWebhook, untilInjecting, WEBHOOK } from './suite/webhook.js';

const NAMESPACE = 'examined';
const MONITORING = 'monitoring';
const PLATFORM = { addons: { enable_tempo: true, enable_opentelemetry_operator: true } };

let folder: string;
let env: NodeJS.ProcessEnv;

/** A folder of programs as a person has them: kubectl, and this one. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-doctor-'));
  const main = join(REPOSITORY, 'dist', 'main.js');
  for (const [name, program] of [
    ['kubectl', join(paths.binaries, 'kubectl')],
    ['doka-tracing', `${process.execPath} ${main}`],
  ] as const) {
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${program} "$@"\n`);
    chmodSync(join(folder, name), 0o755);
  }
  env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    KUBECONFIG: join(paths.state, 'pki', 'admin.kubeconfig'),
  };
  installWebhook('cluster-wide');
  for (const namespace of [NAMESPACE, MONITORING]) kubectl('create', 'namespace', namespace);
  for (const service of ['tempo', 'jaeger']) applyBackend(service, MONITORING);
  applyPlatform(PLATFORM);
  await untilInjecting(NAMESPACE);
  await applyCollector();
  apply(JSON.stringify(shopIn(NAMESPACE)));
  kubectl('rollout', 'status', 'deployment/shop', `--namespace=${NAMESPACE}`, '--timeout=120s');
});

afterAll(async () => {
  removeCollector();
  kubectl('delete', 'namespace', NAMESPACE, MONITORING, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('cluster-wide');
  rmSync(folder, { recursive: true });
});

/** What the doctor says, in this process, which has loaded what it needs. */
async function examineAll(sendsTrace = false): Promise<readonly NamedFinding[]> {
  const opened = await openCluster({ kubeconfig: env['KUBECONFIG'] });
  if (!opened.ok) throw new Error(opened.error);
  const { signal } = new AbortController();
  return await examineCluster(opened.value, { namespace: NAMESPACE, sendsTrace, signal });
}

/** What it says of one thing. */
async function examine(check: NamedFinding['check'], sendsTrace = false): Promise<NamedFinding> {
  const found = (await examineAll(sendsTrace)).find((each) => each.check === check);
  if (found === undefined) throw new Error(`no check is called ${check}`);
  return found;
}

/** Runs the command that the doctor says, as a person would in a checkout. */
function runCommand({ command = '' }: NamedFinding): void {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd: REPOSITORY,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command}\n${stderr}${stdout}`);
}

const untilVerdict = (check: CheckName, verdict: Verdict): Promise<NamedFinding> =>
  eventually(`${check} is not ${verdict}`, async () => {
    const found = await examine(check);
    if (found.verdict !== verdict) throw new Error(JSON.stringify(found));
    return found;
  });

/** Waits until the fault is found, runs the command, and waits until it is mended. */
async function mend(check: CheckName, verdict: Verdict): Promise<NamedFinding> {
  const found = await untilVerdict(check, verdict);
  runCommand(found);
  await untilVerdict(check, 'ok');
  return found;
}

const listInitImages = (): string =>
  kubectl('get', 'pods', `--namespace=${NAMESPACE}`, '-o=jsonpath={.items[*].spec.initContainers[*].image}');

test('a cluster that is well passes every check', () => {
  const args = ['doctor', '-n', NAMESPACE, '-o', 'json'];
  const { status, stdout } = spawnSync(join(folder, 'doka-tracing'), args, { env, encoding: 'utf8' });
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly NamedFinding[] };
  // Pods may have been tried before the webhook was ready.
  const bad = checks.filter(({ check, verdict }) => verdict !== 'ok' && check !== 'missed-pods');
  expect([status, bad]).toEqual([0, []]);
});

describe('what is wrong is named, and the command mends it', () => {
  test('the webhook is scaled to 0', async () => {
    kubectl('scale', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--replicas=0');
    const { sentence } = await mend('webhook', 'failed');
    expect(sentence).toContain('scaled to 0');
    await untilVerdict('admission', 'ok');
  });

  test('a right is taken away, and the caBundle is another one', async () => {
    await noteRefusals(paths.state, async () => {
      kubectl('delete', 'clusterrolebinding', 'doka-tracing-certificates');
      const rights = await untilVerdict('rights', 'failed');
      expect(rights.sentence).toContain('patch mutatingwebhookconfigurations');
      const other = kubectl('get', 'configmap', 'kube-root-ca.crt', '--output=jsonpath={.data.ca\\.crt}');
      const value = Buffer.from(other).toString('base64');
      const patch = [{ op: 'replace', path: '/webhooks/0/clientConfig/caBundle', value }];
      kubectl(
        'patch',
        'mutatingwebhookconfiguration',
        WEBHOOK,
        '--type=json',
        `--patch=${JSON.stringify(patch)}`,
      );
      const silent = await untilVerdict('admission', 'failed');
      expect(silent.command).toBe((await examine('ca-bundle')).command);
      const { sentence } = await mend('ca-bundle', 'failed');
      expect(sentence).toContain('does not trust the CA of the Secret doka-tracing-ca');
      await untilVerdict('admission', 'ok');
      runCommand(rights);
    });
    await untilVerdict('rights', 'ok');
  });

  test('the Collector has no endpoints', async () => {
    kubectl('scale', 'deployment/otel-collector', `--namespace=${MONITORING}`, '--replicas=0');
    const { sentence } = await mend('collector', 'failed');
    expect(sentence).toContain('Service otel-collector in namespace monitoring has no ready endpoint');
  });

  test('the Collector was not rendered again', async () => {
    applyPlatform({ addons: { enable_jaeger: true, enable_opentelemetry_operator: true } });
    const { sentence } = await mend('collector-config', 'failed');
    expect(sentence).toMatch(/^Collector otel-collector exports to .*tempo.*; the platform says .*jaeger/);
    expect((await examine('backends')).verdict).toBe('ok');
  });

  test('the image of an agent cannot be pulled', async () => {
    kubectl(
      'patch',
      'tracingplatform',
      'default',
      '--type=merge',
      '-p',
      '{"spec":{"agents":{"registry":"registry.invalid/agents"}}}',
    );
    // Each restart ends the pods of the one before, whose images nobody could try to pull.
    await eventually('The registry is not seen', () => {
      if (listInitImages().includes('registry.invalid/agents')) return true;
      kubectl('rollout', 'restart', 'deployment/shop', `--namespace=${NAMESPACE}`);
      return undefined;
    });
    const { sentence } = await mend('agent-images', 'failed');
    expect(sentence).toContain('asked for by TracingPlatform default, spec.agents.registry');
    kubectl('rollout', 'status', 'deployment/shop', `--namespace=${NAMESPACE}`, '--timeout=120s');
  });

  test('a definition is missing', async () => {
    kubectl('delete', 'crd', 'instrumentations.opentelemetry.io', '--wait');
    const { sentence } = await mend('definitions', 'failed');
    expect(sentence).toContain('instrumentations.opentelemetry.io is missing');
  });

  test('the OpenTelemetry Operator injects, too', async () => {
    apply(JSON.stringify(OPERATOR));
    const { sentence } = await mend('operator', 'warning');
    expect(sentence).toContain('may inject what is skipped here');
    kubectl('delete', 'mutatingwebhookconfiguration', OPERATOR.metadata.name);
  });

  test('a trace that is sent from a pod does not arrive', async () => {
    applyPlatform({ route: 'direct', backends: { tempo: { namespace: 'nowhere' } } });
    const { verdict, sentence } = await examine('trace', true);
    expect([verdict, sentence]).toEqual(['failed', like.stringContaining('name-unresolved')]);
    expect(kubectl('get', 'jobs,configmaps', `--namespace=${NAMESPACE}`)).not.toContain('doctor');
  });
});
