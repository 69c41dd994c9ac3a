import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/core/domain.js';
import { findSection } from '../../../src/core/objects/instrumentation-sections.js';
import type { Instrumentation } from '../../../src/core/objects/instrumentation.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import type { Issue } from '../../../src/core/result.js';

const withSpec = (spec: unknown): unknown => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name: 'main', namespace: 'shop', labels: { a: 'b' }, uid: '1' },
  spec,
});

function read(value: unknown): { instrumentation: Instrumentation; notices: readonly Issue[] } {
  const result = parseInstrumentation(value);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function issues(value: unknown): readonly string[] {
  const result = parseInstrumentation(value);
  return result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`);
}

const everyField = {
  exporter: {
    endpoint: 'https://collector:4317',
    tls: { secretName: 's', configMapName: 'c', ca_file: 'ca', cert_file: 'crt', key_file: 'key' },
  },
  resource: { resourceAttributes: { 'service.name': 'x' }, addK8sUIDAttributes: true },
  propagators: ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none'],
  sampler: { type: 'parentbased_jaeger_remote', argument: 'endpoint=http://jaeger:14250' },
  defaults: { useLabelsForResourceAttributes: true },
  env: [{ name: 'A', value: '1' }],
  imagePullPolicy: 'Always',
  initContainerSecurityContext: { runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  java: {
    image: 'java:1',
    env: [{ name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }],
    volumeLimitSize: '200Mi',
    resources: { limits: { cpu: 1, memory: '64Mi' }, requests: { cpu: '50m' } },
    extensions: [{ image: 'ext:1', dir: '/ext' }],
  },
  nodejs: {
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'fast',
      },
    },
    resourceRequirements: { requests: { cpu: '1m' } },
  },
  python: { resourceRequirements: { limits: { cpu: 0.5 } } },
  dotnet: { image: '' },
  go: { securityContext: { privileged: true, capabilities: { add: ['SYS_PTRACE'] } } },
  apacheHttpd: { attrs: [{ name: 'A', value: 'on' }], version: '2.2', configPath: '/etc/httpd' },
  nginx: { attrs: [], configFile: '/etc/nginx/nginx.conf' },
};

test('every field of the Operator’s object is read as it stands, without a notice', () => {
  const { instrumentation, notices } = read(withSpec(everyField));
  expect(instrumentation).toEqual({
    metadata: { name: 'main', namespace: 'shop' },
    spec: everyField,
    ignored: [],
  });
  expect(notices).toEqual([]);
});

test('no default is filled in, and without a namespace it is of default', () => {
  expect(read({ metadata: { name: 'main' } }).instrumentation).toEqual({
    metadata: { name: 'main', namespace: 'default' },
    spec: {},
    ignored: [],
  });
});

test('a field without a value counts as absent', () => {
  const { instrumentation } = read(
    withSpec({ java: null, exporter: { endpoint: null, tls: null }, env: null }),
  );
  expect(instrumentation.spec).toEqual({});
});

test('fields of a newer Kubernetes survive where Kubernetes defines them', () => {
  const env = [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k', version: 2 } } }];
  const security = { runAsUser: 1, lockdown: 'on' };
  const { instrumentation, notices } = read(withSpec({ env, initContainerSecurityContext: security }));
  expect(instrumentation.spec).toEqual({ env, initContainerSecurityContext: security });
  expect(notices).toEqual([]);
});

test('unknown fields are left out and noticed with their paths', () => {
  const { instrumentation, notices } = read({
    ...(withSpec({
      exporter: { endpoint: 'x', headers: {} },
      cobol: {},
      java: { extensions: [{ image: 'i', dir: 'd', x: 1 }] },
    }) as object),
    sepc: {},
  });
  expect(instrumentation.spec).toEqual({
    exporter: { endpoint: 'x' },
    java: { extensions: [{ image: 'i', dir: 'd' }] },
  });
  const message = 'is not a known field and is ignored; correct its name or remove it';
  expect(notices).toEqual(
    ['spec.exporter.headers', 'spec.java.extensions[0].x', 'spec.cobol', 'sepc'].map((path) => ({
      path,
      message,
    })),
  );
});

describe('what is refused, with path, what is allowed and the remedy', () => {
  test.each<[string, unknown, string]>([
    ['no object', null, ': is null; allowed: a map of fields; correct it'],
    ['text for an object', 'x', ': is text; allowed: a map of fields; write it without quotes'],
    ['no name', { metadata: {} }, 'metadata.name: is missing; allowed: text; add it'],
    [
      'empty name',
      { metadata: { name: '' } },
      'metadata.name: is empty; allowed: at least 1 characters; write it or remove it',
    ],
    [
      'number for text',
      withSpec({ sampler: { argument: 0.1 } }),
      'spec.sampler.argument: is a number; allowed: text; put it in quotes',
    ],
    [
      'text for a list',
      withSpec({ propagators: 'b3' }),
      'spec.propagators: is text; allowed: a list; write it as a list, [a, b]',
    ],
    [
      'text for a flag',
      withSpec({ resource: { addK8sUIDAttributes: 'yes' } }),
      'spec.resource.addK8sUIDAttributes: is text; allowed: true or false; write true or false without quotes',
    ],
    [
      'fraction of a user',
      withSpec({ go: { securityContext: { runAsUser: 1.5 } } }),
      'spec.go.securityContext.runAsUser: is a number; allowed: a whole number; correct it',
    ],
    [
      'unknown propagator',
      withSpec({ propagators: ['b3', 'w3c'] }),
      'spec.propagators[1]: is "w3c"; allowed: tracecontext, baggage, b3, b3multi, jaeger, xray, ottrace, none; use one of them',
    ],
    [
      'empty sampler',
      withSpec({ sampler: { type: '' } }),
      'spec.sampler.type: is empty; allowed: always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio, jaeger_remote, parentbased_jaeger_remote, xray, probabilistic; use one of them',
    ],
    [
      'attribute that is no text',
      withSpec({ resource: { resourceAttributes: { 'a.b': 1 } } }),
      'spec.resource.resourceAttributes["a.b"]: is a number; allowed: text; put it in quotes',
    ],
    [
      'quantity of another type',
      withSpec({ java: { resources: { limits: { memory: true } } } }),
      'spec.java.resources.limits.memory: is not a quantity; allowed: a number with an optional unit; write it as 500m, 0.5, 64Mi or 1Gi',
    ],
    [
      'number in the SELinux options',
      withSpec({ initContainerSecurityContext: { seLinuxOptions: { level: 5 } } }),
      'spec.initContainerSecurityContext.seLinuxOptions.level: is a number; allowed: text; put it in quotes',
    ],
    [
      'text for a list in a claim',
      withSpec({ java: { volumeClaimTemplate: { spec: { accessModes: 'ReadWriteOnce' } } } }),
      'spec.java.volumeClaimTemplate.spec.accessModes: is text; allowed: a list; write it as a list, [a, b]',
    ],
    [
      'variable without name',
      withSpec({ env: [{ value: 'x' }] }),
      'spec.env[0].name: is missing; allowed: text; add it',
    ],
    [
      'bad path',
      withSpec({ nginx: { configFile: '/etc/a b' } }),
      'spec.nginx.configFile: has a character that is not allowed; allowed: letters, digits, ".", "_", "/", "-"; correct the path',
    ],
    [
      'long path',
      withSpec({ apacheHttpd: { configPath: 'x'.repeat(257) } }),
      `spec.apacheHttpd.configPath: is "${'x'.repeat(59)}…"; allowed: at most 256 characters; correct it`,
    ],
    [
      'claim without spec',
      withSpec({ java: { volumeClaimTemplate: {} } }),
      'spec.java.volumeClaimTemplate.spec: is missing; allowed: a map of fields; add it',
    ],
  ])('%s', (_, value, expected) => {
    expect(issues(value)).toEqual([expected]);
  });

  test('all issues at once', () => {
    expect(issues(withSpec({ env: 1, propagators: ['x'], sampler: { type: 'y' } }))).toHaveLength(3);
  });

  test('a wrong value of a variable is not repeated, as it may be a secret', () => {
    expect(issues(withSpec({ env: [{ name: 'API_TOKEN', value: 4711 }] })).join()).not.toContain('4711');
  });
});

test.each(LANGUAGES.filter((language) => language !== 'sdk'))('%s has a section', (language) => {
  const key = language === 'apache-httpd' ? 'apacheHttpd' : language;
  const { spec } = read(withSpec({ [key]: { image: `${language}:1` } })).instrumentation;
  expect(findSection(spec, language)).toEqual({ image: `${language}:1` });
});

test('sdk has no section', () => {
  expect(findSection(read(withSpec(everyField)).instrumentation.spec, 'sdk')).toBeUndefined();
});
