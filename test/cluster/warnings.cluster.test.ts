import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPlatform } from './suite/platform.js';
import { api, eventually, kubectl } from './suite/test-cluster.js';
import { INJECT, installWebhook, uninstallWebhook, untilInjecting } from './suite/webhook.js';

const SELECTED = 'warned';
const UNSELECTED = 'not-selected';
const APPS = (namespace: string): string => `/apis/apps/v1/namespaces/${namespace}/deployments`;

type Annotations = Readonly<Record<string, string>>;

interface Mistake {
  readonly onObject?: Annotations;
  readonly onTemplate?: Annotations;
}

const deployment = ({ onObject = {}, onTemplate = {} }: Mistake, replicas = 0): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', annotations: onObject },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'orders' } },
    template: {
      metadata: { labels: { app: 'orders' }, annotations: onTemplate },
      spec: { containers: [{ name: 'app', image: 'orders:1' }] },
    },
  },
});

const create = async (mistake: Mistake, namespace = SELECTED): Promise<readonly string[]> => {
  const { status, warnings } = await api(`${APPS(namespace)}?dryRun=All`, {
    method: 'POST',
    body: deployment(mistake),
  });
  expect(status).toBe(201);
  return warnings;
};

beforeAll(async () => {
  for (const namespace of [SELECTED, UNSELECTED]) kubectl('create', 'namespace', namespace);
  kubectl('label', 'namespace', SELECTED, 'tracing.dokaseca.io/inject=enabled');
  installWebhook('opt-in');
  applyPlatform({});
  await untilInjecting(SELECTED);
});

afterAll(async () => {
  kubectl('delete', 'namespace', SELECTED, UNSELECTED, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('opt-in');
});

const JAVA = { [`${INJECT}java`]: 'true' };

test.each<[string, Mistake, string]>([
  ['an annotation on the Deployment', { onObject: JAVA }, 'Move it to spec.template.metadata.annotations.'],
  ['a misspelt key', { onTemplate: { [`${INJECT}node`]: 'true' } }, 'did you mean inject-nodejs?'],
  [
    'a value that is no name',
    { onTemplate: { [`${INJECT}java`]: 'yes' } },
    'write \\"true\\" if that is meant',
  ],
  [
    'a container that is not there',
    { onTemplate: { ...JAVA, 'instrumentation.opentelemetry.io/container-names': 'ap' } },
    'the pod has no container ap; it has app.',
  ],
])('%s is reported when it is applied', async (_, mistake, sentence) => {
  // A busy replica says nothing rather than to answer late.
  const warnings = await eventually('No warning came', async () => {
    const told = await create(mistake);
    return told.length > 0 ? told : undefined;
  });
  expect(warnings.join('\n')).toContain(sentence);
});

test('what works is applied without a word', async () => {
  expect(await create({ onTemplate: JAVA })).toEqual([]);
  expect(await create({})).toEqual([]);
});

test('a namespace that is not selected is reported with a command, and the command mends it', async () => {
  const [warning = ''] = await eventually('The registration is not read', async () => {
    const warnings = await create({ onTemplate: JAVA }, UNSELECTED);
    return warnings.length > 0 ? warnings : undefined;
  });
  const [, command = ''] = /run: kubectl ([^"]+)"$/.exec(warning) ?? [];
  kubectl(...command.split(' '));
  await eventually('The label is not seen', async () =>
    (await create({ onTemplate: JAVA }, UNSELECTED)).length === 0 ? true : undefined,
  );
});

test('it is reported once for each change, and not when the workload is scaled', async () => {
  const path = `${APPS(SELECTED)}/orders`;
  const created = await api(APPS(SELECTED), { method: 'POST', body: deployment({ onObject: JAVA }) });
  expect(created.warnings).toHaveLength(1);
  const patch = (body: object): ReturnType<typeof api> =>
    api(path, { method: 'PATCH', body, contentType: 'application/merge-patch+json' });
  expect((await patch({ spec: { minReadySeconds: 1 } })).warnings).toEqual([]);
  expect((await patch({ spec: { replicas: 0 } })).warnings).toEqual([]);
  const annotations = { restarted: 'now' };
  expect((await patch({ spec: { template: { metadata: { annotations } } } })).warnings).toHaveLength(1);
});

test('the owner of a pod that was skipped gets an Event, and the pod a label', async () => {
  const annotations = { ...JAVA, 'instrumentation.opentelemetry.io/container-names': 'ap' };
  const body = { ...deployment({ onTemplate: annotations }, 1), metadata: { name: 'told' } };
  expect((await api(APPS(SELECTED), { method: 'POST', body })).status).toBe(201);
  const [, which, note] = await eventually('There is no Event', () => {
    const columns = 'custom-columns=A:.involvedObject.kind,B:.involvedObject.name,C:.message';
    const listed = kubectl(
      ...['get', 'events', `--namespace=${SELECTED}`, '--no-headers', `--output=${columns}`],
      '--field-selector=reason=InjectionSkipped,reportingComponent=tracing.dokaseca.io/doka-tracing',
    );
    return /^ReplicaSet +(told-\S+) +(.+)$/m.exec(listed) ?? undefined;
  });
  expect(which).toMatch(/^told-/);
  expect(note).toContain('the pod has no container ap; it has app. Correct the name;');
  const pods = kubectl(
    ...['get', 'pods', `--namespace=${SELECTED}`, '--no-headers'],
    '--selector=tracing.dokaseca.io/status=skipped',
  );
  expect(pods).toMatch(/^told-/);
});

test('a second Instrumentation in a namespace is told to make "true" ambiguous', async () => {
  const path = `/apis/opentelemetry.io/v1alpha1/namespaces/${SELECTED}/instrumentations`;
  const apply = (name: string): ReturnType<typeof api> =>
    api(path, {
      method: 'POST',
      body: {
        ...{ apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation', metadata: { name } },
        spec: { exporter: { endpoint: 'http://otel-collector.monitoring.svc:4318' } },
      },
    });
  expect((await apply('first')).warnings).toEqual([]);
  await eventually('The first one is not seen', async () => {
    const { warnings } = await api(`${path}?dryRun=All`, {
      method: 'POST',
      body: {
        apiVersion: 'opentelemetry.io/v1alpha1',
        kind: 'Instrumentation',
        metadata: { name: 'second' },
        spec: {},
      },
    });
    return warnings.some((warning) => warning.includes('also has first')) ? true : undefined;
  });
});
