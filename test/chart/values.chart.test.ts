import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPackageVersion } from '../../src/text/package-version.js';
import { kustomizationOf, MANIFESTS, only, type Manifest } from '../support/kustomize.js';
import { CHART, HELMS, objectsOf, runHelm, template, type Values } from './helm.js';

interface PodSpec {
  readonly containers: readonly { readonly image: string; readonly args: readonly string[] }[];
  readonly [field: string]: unknown;
}

const podSpecOf = (manifests: readonly Manifest[]): PodSpec =>
  (only(manifests, 'Deployment').spec as { readonly template: { readonly spec: PodSpec } }).template.spec;

const EXAMPLE = join(MANIFESTS, '../examples/cluster');
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ADDRESSES = [
  '--collector=http://otel-collector.monitoring:4318',
  '--backend=http://tempo.monitoring:3200',
];

const IMAGES: readonly (readonly [Values, string])[] = [
  [{}, `doka-tracing:${readPackageVersion()}`],
  [
    { repository: 'registry.example:5000/tools/doka-tracing' },
    `registry.example:5000/tools/doka-tracing:${readPackageVersion()}`,
  ],
  [{ tag: '1.2.3' }, 'doka-tracing:1.2.3'],
  [{ tag: '1.2.3', digest: DIGEST }, `doka-tracing:1.2.3@${DIGEST}`],
];

/** Values that are refused, and what is said. */
const REFUSED: readonly (readonly [Values, RegExp])[] = [
  [{ scop: 'opt-in' }, /'scop' not allowed\n.*\n.*'scope'/],
  [{ scope: 'optin' }, /at '\/scope': value must be one of 'cluster-wide', 'opt-in'/],
  [{ image: { tagg: '1' } }, /at '\/image': .*'tagg'[^]*'tag'/],
  [
    { image: { repository: 'registry.example/doka-tracing:1' } },
    /without a tag or digest: these are image.tag/,
  ],
  [{ image: { repository: `doka-tracing@${DIGEST}` } }, /without a tag or digest: these are image.tag/],
  [{ image: { digest: 'sha256:1' } }, /at '\/image\/digest'/],
  [{ watchConfigmaps: true }, /'watchConfigmaps' not allowed[^]*'watchConfigMaps'/],
  [{ certificates: 'certmanager' }, /value must be one of 'self', 'cert-manager'/],
  [{ replicas: 0 }, /at '\/replicas': minimum: got 0, want 1/],
  [{ replicas: 'two' }, /at '\/replicas': got string, want integer/],
  [{ networkPolicy: { apiServerPorts: [] } }, /at '\/networkPolicy\/apiServerPorts': minItems/],
  [{ networkPolicy: { metricsNamespace: 'Monitoring' } }, /at '\/networkPolicy\/metricsNamespace'/],
  [{ nodeSelector: { 'kubernetes.io/os': 'windows' } }, /os': value must be 'linux'/],
  [{ resources: { limit: { memory: '1Gi' } } }, /'limit' not allowed/],
  [{ monitoring: { operator: 'prom' } }, /must be one of 'none', 'prometheus', 'victoria-metrics'/],
  [
    { monitoring: { labels: { release: 'a' } } },
    /at '\/monitoring\/labels': .*monitoring\.operator one of prometheus, victoria-metrics/,
  ],
  [
    { monitoring: { operator: 'prometheus', labels: { 'app.kubernetes.io/name': 'a' } } },
    /invalid propertyName/,
  ],
  [{ platform: { addons: { enable_tempo: 'true' } } }, /enable_tempo': value must be one of true, false/],
  [{ platform: { samplng: {} } }, /'samplng' not allowed[^]*'sampling'/],
  [{ platform: { backend: 'jaeger' } }, /at '\/platform': missing property 'addons'/],
  [
    { platform: { backend: 'jaeger', addons: { enable_tempo: true } } },
    /at '\/platform\/addons': missing property 'enable_jaeger'/,
  ],
  [
    { platform: { backend: 'jaeger', addons: { enable_jaeger: false } } },
    /at '\/platform\/addons\/enable_jaeger': value must be true/,
  ],
  [
    { verify: { args: ['--filename=platform.yaml'] } },
    /at '\/verify\/args\/0': .* does not match pattern '\^--\(all/,
  ],
  // Without a platform both addresses are needed; with one, the backend is known.
  [{ verify: { args: ADDRESSES.slice(0, 1) } }, /'\^--backend='/],
  [{ verify: { args: ADDRESSES.slice(1) } }, /'\^--collector='/],
  [{ platform: {}, verify: { args: ADDRESSES } }, /at '\/verify\/args\/1'/],
];

describe.each(HELMS)('%s', (helm) => {
  test.each(REFUSED)('refuses %j', (values, message) => {
    const { code, err } = template(helm, values);
    expect(err).toMatch(message);
    expect(code).not.toBe(0);
  });

  test.each(IMAGES)('the image of %j is %s, also where it verifies', (image, name) => {
    const manifests = objectsOf(helm, { image, platform: {} });
    expect(podSpecOf(manifests).containers[0]?.image).toBe(name);
    expect((only(manifests, 'Pod').spec as PodSpec).containers[0]?.image).toBe(name);
  });

  test('what is said of the pods is what they get', () => {
    const values = {
      imagePullSecrets: [{ name: 'pull' }],
      logLevel: 'debug',
      nodeSelector: { pool: 'system' },
      tolerations: [{ key: 'system', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      resources: { requests: { memory: '1Gi' } },
    };
    const spec = podSpecOf(objectsOf(helm, values));
    expect(spec).toMatchObject({
      imagePullSecrets: values.imagePullSecrets,
      nodeSelector: { pool: 'system', 'kubernetes.io/os': 'linux' },
      tolerations: values.tolerations,
      affinity: values.affinity,
    });
    expect(spec.containers[0]).toMatchObject({
      args: ['serve', '--log-level=debug'],
      resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { memory: '256Mi' } },
    });
  });

  test('labels of monitoring, and where the dashboard lies, are those that are asked for', () => {
    const manifests = objectsOf(helm, {
      monitoring: { operator: 'prometheus', labels: { team: 'tracing' } },
      dashboard: { enabled: true, namespace: 'grafana', labels: { dashboards: 'yes' } },
    });
    for (const kind of ['ServiceMonitor', 'PrometheusRule'])
      expect(only(manifests, kind).metadata.labels).toEqual({
        'app.kubernetes.io/name': 'doka-tracing',
        team: 'tracing',
      });
    expect(only(manifests, 'ConfigMap').metadata).toMatchObject({
      namespace: 'grafana',
      labels: { dashboards: 'yes', grafana_dashboard: '1' },
    });
  });

  test('the ports of the API server and the namespace of the metrics', () => {
    const networkPolicy = { apiServerPorts: [7443], metricsNamespace: 'metrics' };
    expect(only(objectsOf(helm, { networkPolicy }), 'NetworkPolicy').spec).toMatchObject({
      ingress: [
        {},
        { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'metrics' } } }] },
      ],
      egress: [{ ports: [{ port: 7443, protocol: 'TCP' }] }, {}],
    });
  });

  test.each<[string, Values, Values | undefined]>([
    ['null', {}, undefined],
    ['{}', { platform: {} }, {}],
    [
      'one with a backend',
      { platform: { backend: 'jaeger', addons: { enable_jaeger: true } } },
      { backend: 'jaeger', addons: { enable_jaeger: true } },
    ],
    ['one with Tempo, which is on by default', { platform: { backend: 'tempo' } }, { backend: 'tempo' }],
  ])('the platform %s is the TracingPlatform of the release', (_, values, spec) => {
    const platforms = objectsOf(helm, values).filter(({ kind }) => kind === 'TracingPlatform');
    expect(platforms.map((each) => [each.metadata.name, each.spec])).toEqual(
      spec === undefined ? [] : [['default', spec]],
    );
  });

  test.each<[string, Values, readonly string[] | undefined]>([
    ['has nothing to send without a platform', {}, undefined],
    ['follows the platform', { platform: {} }, ['verify', '--filename=/etc/doka-tracing/platform.yaml']],
    [
      'takes options',
      { platform: {}, verify: { args: ['--all', '--timeout=90'] } },
      ['verify', '--filename=/etc/doka-tracing/platform.yaml', '--all', '--timeout=90'],
    ],
    ['takes addresses', { verify: { args: ADDRESSES } }, ['verify', ...ADDRESSES]],
  ])('helm test %s', (_, values, args) => {
    const pods = objectsOf(helm, values).filter(({ kind }) => kind === 'Pod');
    expect(pods.map(({ spec }) => (spec as PodSpec).containers[0]?.args)).toEqual(
      args === undefined ? [] : [args],
    );
    for (const { metadata } of pods) {
      expect(metadata.annotations).toMatchObject({ 'helm.sh/hook': 'test' });
      expect(metadata.labels?.['app.kubernetes.io/name']).not.toBe('doka-tracing');
    }
  });

  test('the file that helm test reads is the TracingPlatform of the release', () => {
    const manifests = objectsOf(helm, { platform: { sampling: { strategy: 'probabilistic', ratio: 0.1 } } });
    const { data } = only(manifests, 'ConfigMap') as unknown as {
      readonly data: { 'platform.yaml': string };
    };
    expect(parse(data['platform.yaml'])).toEqual(only(manifests, 'TracingPlatform'));
  });

  test.each(['elsewhere', '1234', 'true'])(
    'in the namespace %s nothing is left of the usual one',
    (namespace) => {
      const values = { createNamespace: true, certificates: 'cert-manager', owners: 'watch', platform: {} };
      const text = JSON.stringify(objectsOf(helm, values, { namespace }));
      const self = JSON.stringify(objectsOf(helm, { platform: {} }, { namespace }));
      const usual = JSON.stringify(objectsOf(helm, values));
      expect(text.replaceAll(`"${namespace}"`, '"doka-tracing"')).not.toBe(text);
      expect(`${text}${self}`).not.toMatch(/"namespace":"doka-tracing"|doka-tracing[./]doka-tracing/);
      expect(text).toContain(`"values":["kube-system","${namespace}"]`);
      expect(text).toContain(`"${namespace}/doka-tracing"`);
      expect(text).toContain(`"doka-tracing.${namespace}.svc"`);
      expect(usual).toContain('"doka-tracing.doka-tracing.svc"');
    },
  );

  test('nothing is made up while rendering: twice gives the same, and no Secret', () => {
    const once = template(helm, { platform: {}, instrumentationCRD: true });
    expect(template(helm, { platform: {}, instrumentationCRD: true }).out).toBe(once.out);
    expect(once.out).not.toMatch(/^kind: Secret$|BEGIN |caBundle:/m);
  });

  test('the example installs what its kustomization and its platform do', () => {
    const manifests = objectsOf(helm, parse(readFileSync(join(EXAMPLE, 'values.yaml'), 'utf8')) as Values);
    const platform = parse(readFileSync(join(EXAMPLE, 'platform.yaml'), 'utf8')) as Manifest;
    expect(only(manifests, 'TracingPlatform').spec).toEqual(platform.spec);
    const [image] = kustomizationOf(EXAMPLE).images ?? [];
    const { newName, newTag } = image as { readonly newName: string; readonly newTag: string };
    expect(podSpecOf(manifests).containers[0]?.image).toBe(`${newName}:${newTag}`);
  });

  test('lint finds no mistake', () => {
    const { code, out, err } = runHelm(helm, ['lint', '--strict', CHART]);
    expect(`${out}${err}`).toContain('0 chart(s) failed');
    expect(code).toBe(0);
  });
});

describe.each(HELMS)('%s, as a dependency of another chart', (helm) => {
  let parent: string;

  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'doka-tracing-chart-'));
    writeFileSync(join(parent, 'Chart.yaml'), 'apiVersion: v2\nname: platform\nversion: 1.0.0\n');
    writeFileSync(join(parent, 'values.yaml'), 'global: { a: b }\n');
    mkdirSync(join(parent, 'charts'));
    symlinkSync(CHART, join(parent, 'charts', 'doka-tracing'));
  });

  afterAll(() => {
    rmSync(parent, { recursive: true });
  });

  test('it takes its values below its name', () => {
    const manifests = objectsOf(helm, { 'doka-tracing': { replicas: 3 } }, { chart: parent });
    expect(only(manifests, 'Deployment').spec).toMatchObject({ replicas: 3 });
    expect(template(helm, { 'doka-tracing': { replica: 3 } }, { chart: parent }).err).toContain(
      "'replica' not allowed",
    );
  });
});
