import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { specOf } from '../backends/platforms.js';
import { HELMS } from '../chart/helm.js';
import { TEMPO } from '../parts/servers.js';
import { noteRefusals } from './suite/audit.js';
import { burstDuring, expectOnlyLate, type Burst } from './suite/burst.js';
import { deployServer } from './suite/deployed-servers.js';
import { watchFailedCalls } from './suite/failed-calls.js';
import { listChartRefusals, readChartRefusals } from './suite/chart-refusals.js';
import { documentedCommands } from './suite/helm.js';
import { applyCollector, removeCollector } from './suite/rendered-collector.js';
import { MONITORING } from './suite/shop.js';
import { kubectl, paths, read } from './suite/test-cluster.js';
import { DEFINITIONS, uninstallWebhook, untilInjecting, WEBHOOK } from './suite/webhook.js';
import { namesOf, untilGone, untilReplaced, webhookPods } from './suite/webhook-pods.js';

const NAMESPACE = 'helm';
/** Few: it is not the load that is tried here. */
const CLIENTS = 4;

/** What the page names with the registry of an example. */
const IMAGE = ['--set', `image.repository=${WEBHOOK}`];
const PLATFORM = ['--set-json', `platform=${JSON.stringify(specOf('default'))}`];

/** What has to stay as it is: the CA, and the CAs that the API server trusts. */
function authority(): object {
  const { metadata, data } = read('secret', 'doka-tracing-ca', `--namespace=${WEBHOOK}`) as {
    readonly metadata: { readonly uid: string };
    readonly data: object;
  };
  const bundles = ['mutatingwebhookconfiguration', 'validatingwebhookconfiguration'].map((kind) =>
    kubectl('get', kind, WEBHOOK, '--output=jsonpath={.webhooks[*].clientConfig.caBundle}'),
  );
  return { uid: metadata.uid, data, bundles };
}

const definitions = (): readonly string[] =>
  kubectl('get', 'crd', '--output=name')
    .split('\n')
    .map((line) => line.replace(/^[^/]*\//, ''))
    .filter((name) => DEFINITIONS.includes(name));

const removeDefinitions = (): string => kubectl('delete', 'crd', ...DEFINITIONS, '--ignore-not-found');

/** The releases that Helm keeps in the namespace. */
const releases = (): string =>
  kubectl('get', 'secrets', `--namespace=${WEBHOOK}`, '--selector=owner=helm', '--output=name');

const REFUSALS = listChartRefusals(NAMESPACE);

/** Values that contradict each other, which the schema refuses, and what is said. */
const CONTRADICTIONS: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    'labels for an operator that is not there',
    ['--set=monitoring.labels.release=a'],
    /at '\/monitoring\/labels': .*monitoring\.operator one of prometheus, victoria-metrics/,
  ],
  [
    'a primary backend that is off',
    ['--set-json=platform={"backend":"jaeger","addons":{"enable_jaeger":false}}'],
    /at '\/platform\/addons\/enable_jaeger': value must be true/,
  ],
  [
    'a test that is told the backend twice',
    ['--set-json=verify.args=["--backend=http://tempo.monitoring:3200"]'],
    /at '\/verify\/args\/0'/,
  ],
];

afterAll(() => {
  kubectl('delete', 'namespace', MONITORING, WEBHOOK, '--ignore-not-found', '--wait');
});

test('every refusal that depends on the cluster is tried', () => {
  const tried = readChartRefusals().map(
    (line) => REFUSALS.filter(({ words }) => words.every((each) => line.includes(each))).length,
  );
  expect(tried).toEqual(REFUSALS.map(() => 1));
});

describe.each(HELMS)('%s', (helm) => {
  const documented = documentedCommands(helm);
  const install = (...flags: readonly string[]) =>
    documented('helm install', ...IMAGE, ...PLATFORM, ...flags);

  beforeAll(async () => {
    await uninstallWebhook('cluster-wide');
    removeDefinitions();
    kubectl('create', 'namespace', NAMESPACE);
  });

  afterAll(async () => {
    removeCollector();
    await noteRefusals(paths.state, async () => {
      await documented('helm uninstall', '--ignore-not-found');
      await untilGone();
    });
    removeDefinitions();
    kubectl('delete', 'namespace', NAMESPACE, '--wait');
  });

  describe('an install that the cluster cannot take', () => {
    test.each(REFUSALS)('$title: refused with the remedy, and taken once that is followed', async (row) => {
      row.prepare();
      const refused = await install(...row.flags);
      for (const words of [...row.words, row.named]) expect(refused.out).toContain(words);
      expect(refused.code).not.toBe(0);
      expect(releases()).toBe('');
      await row.follow(documented);
      const { code, out } = await install(...row.corrected, '--dry-run=server');
      expect({ code, out }).toMatchObject({ code: 0 });
      row.restore();
    });

    test.each(CONTRADICTIONS)('%s', async (_, flags, message) => {
      const { code, out } = await install(...flags);
      expect(out).toMatch(message);
      expect(code).not.toBe(0);
      expect(releases()).toBe('');
    });

    afterAll(removeDefinitions);
  });

  test('installs the webhook, both definitions and the TracingPlatform at once, and pods are injected', async () => {
    const { code, out } = await install('--set=instrumentationCRD=true');
    expect({ code, out }).toMatchObject({ code: 0 });
    expect(out).toContain('helm test doka-tracing --namespace doka-tracing --logs');
    expect(definitions()).toEqual([...DEFINITIONS].sort());
    expect(read('tracingplatform', 'default')).toMatchObject({ spec: specOf('default') });
    await untilInjecting(NAMESPACE);
  });

  test('helm test sends a trace and finds it in what stands in for Tempo', async () => {
    await applyCollector();
    await deployServer(TEMPO);
    const { code, out } = await documented('helm test');
    expect(out).toMatch(/ok {4}send http\/protobuf.*\n.*ok {4}read tempo/);
    expect(code).toBe(0);
  });

  test('helm test fails where the trace does not arrive', async () => {
    kubectl('scale', 'deployment/otel-collector', `--namespace=${MONITORING}`, '--replicas=0');
    const { code } = await documented('helm test', '--timeout=120s');
    expect(code).not.toBe(0);
  });

  test.each<[string, string, readonly string[]]>([
    ['upgrade', 'helm upgrade', ['--set=logLevel=debug']],
    ['rollback', 'helm rollback', []],
  ])('%s replaces the pods, keeps the CA, and loses no call', async (name, words, flags) => {
    const before = authority();
    const old = namesOf(await webhookPods());
    const failedCalls = watchFailedCalls(paths.state);
    const made = await burstDuring(NAMESPACE, {
      clients: CLIENTS,
      work: async () => {
        expect(await documented(words, ...flags)).toMatchObject({ code: 0 });
        await untilReplaced(old);
      },
    });
    const { created, missed, refused } = made;
    process.stderr.write(`burst, ${helm} ${name}: ${created} created, ${missed} missed\n`);
    expect(refused).toEqual([]);
    expectOnlyLate(made, failedCalls());
    expect(authority()).toEqual(before);
  });

  test('the definition is brought up to date, which changes nothing here', async () => {
    const { code, out } = await documented('helm show crds');
    expect(out).toContain('tracingplatforms.tracing.dokaseca.io serverside-applied');
    expect(code).toBe(0);
    expect(read('tracingplatform', 'default')).toMatchObject({ spec: specOf('default') });
  });

  test('uninstall keeps the CA, the definitions and every pod, and no pod is refused', async () => {
    const { uid } = authority() as { readonly uid: string };
    const podsBefore = kubectl('get', 'pods', `--namespace=${NAMESPACE}`, '--output=name').split('\n').length;
    let made: Burst | undefined;
    await noteRefusals(paths.state, async () => {
      made = await burstDuring(NAMESPACE, {
        clients: CLIENTS,
        work: async () => {
          expect(await documented('helm uninstall')).toMatchObject({ code: 0 });
          await untilGone();
        },
      });
    });
    expect(made?.refused).toEqual([]);
    const podsAfter = kubectl('get', 'pods', `--namespace=${NAMESPACE}`, '--output=name').split('\n').length;
    expect(podsAfter).toBe(podsBefore + (made?.created ?? 0));
    expect(definitions()).toEqual([...DEFINITIONS].sort());
    expect(
      kubectl(
        'get',
        'secret',
        'doka-tracing-ca',
        `--namespace=${WEBHOOK}`,
        '--output=jsonpath={.metadata.uid}',
      ),
    ).toBe(uid);
    expect(kubectl('get', 'mutatingwebhookconfiguration', '--output=name')).not.toContain(WEBHOOK);
  });

  test('installed again, it takes up the CA and the definitions', async () => {
    const uid = kubectl(
      'get',
      'secret',
      'doka-tracing-ca',
      `--namespace=${WEBHOOK}`,
      '--output=jsonpath={.metadata.uid}',
    );
    expect(await install('--set=instrumentationCRD=true')).toMatchObject({ code: 0 });
    expect(authority()).toMatchObject({ uid });
    await untilInjecting(NAMESPACE);
  });
});
