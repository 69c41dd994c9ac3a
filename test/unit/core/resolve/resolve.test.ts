import { describe, expect, test } from 'vitest';
import {
  resolveBackend,
  checkIgnoredBackend,
  resolveContainer,
} from '../../../../src/core/resolve/resolve.js';
import type { Language } from '../../../../src/core/domain.js';
import type { PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { buildContainerContext } from '../../../../src/core/resolve/container-context.js';
import { podWith, podContextWith, targetsOf, type Surroundings } from '../contexts.js';
import { own } from './exported.js';

const KEY = 'tracing.dokaseca.io/backend';
const two = { addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true } };
const INVALID: Surroundings = { snapshot: { platform: { kind: 'invalid', issues: [] } } };

describe('backendOf', () => {
  test.each<[string, string | undefined, string | undefined, Surroundings, string]>([
    ['no platform', undefined, undefined, {}, 'none'],
    ['no platform, and an annotation', 'jaeger', undefined, {}, 'none'],
    ['the primary', undefined, undefined, { platform: two }, 'tempo (platform)'],
    ['the default', undefined, undefined, { platform: {} }, 'tempo (default)'],
    ['the pod’s', 'jaeger', undefined, { platform: two }, 'jaeger (pod)'],
    ['the namespace’s', undefined, 'jaeger', { platform: two }, 'jaeger (namespace)'],
    ['the pod’s before the namespace’s', 'tempo', 'jaeger', { platform: two }, 'tempo (pod)'],
    ['an empty one', '', undefined, { platform: two }, 'tempo (platform)'],
    ['one that is not enabled', 'zipkin', undefined, { platform: two }, 'backend-not-enabled'],
    ['one that does not exist', 'datadog', undefined, { platform: two }, 'backend-not-enabled'],
    ['one in another case', 'Tempo', undefined, { platform: two }, 'backend-not-enabled'],
    ['an invalid platform', undefined, undefined, INVALID, 'none'],
    ['an invalid platform, and an annotation', 'tempo', undefined, INVALID, 'platform-invalid'],
  ])('%s', (...[, pod, namespace, around, expected]) => {
    const annotated = podWith({}, pod === undefined ? {} : { annotations: { [KEY]: pod } });
    const annotations = namespace === undefined ? {} : { [KEY]: namespace };
    const answer = resolveBackend(podContextWith(annotated, { ...around, namespace: { annotations } }));
    const found = answer.ok ? answer.value : undefined;
    const shown = found === undefined ? 'none' : `${found.value} (${found.origin})`;
    expect(answer.ok ? shown : answer.error.code).toBe(expected);
  });
});

test.each<[string, string | undefined, Surroundings, readonly string[]]>([
  ['an annotation without a platform', 'tempo', {}, ['backend-ignored']],
  ['no annotation', undefined, {}, []],
  ['an annotation with a platform', 'tempo', { platform: {} }, []],
  ['an annotation with an invalid platform', 'tempo', INVALID, []],
])('ignoredBackend: %s', (_, value, around, expected) => {
  const pod = podWith({}, value === undefined ? {} : { annotations: { [KEY]: value } });
  expect(checkIgnoredBackend(podContextWith(pod, around)).map(({ code }) => code)).toEqual(expected);
});

interface Row {
  readonly languages: readonly Language[];
  readonly env?: Readonly<Record<string, string>>;
  readonly asked?: object;
  readonly around?: Surroundings;
  readonly spec?: Partial<PodSpec>;
}

/** Accepted languages, then `code language` of what was refused or noticed. */
function together({ languages, env = {}, asked, around, spec }: Row): readonly string[] {
  const context = podContextWith(podWith({ containers: [{ name: 'app', env: own(env) }], ...spec }), around);
  const backend = resolveBackend(context);
  const resolution = resolveContainer(
    buildContainerContext(targetsOf(languages, asked), context, backend.ok ? backend.value : undefined),
  );
  return [
    resolution.targets.map(({ language }) => language).join('+'),
    ...resolution.findings.map(
      ({ code, language }) => `${code}${language === undefined ? '' : ` ${language}`}`,
    ),
  ];
}

describe('languages of one container', () => {
  const endpoint = { exporter: { endpoint: 'http://c:4318' } };
  const zipkin = { platform: { addons: { enable_zipkin: true }, route: 'direct' } };
  test.each<[string, Row, readonly string[]]>([
    ['agree', { languages: ['java', 'nodejs', 'python'], around: { platform: {} } }, ['java+nodejs+python']],
    [
      'zipkin leaves out those that lack it',
      { languages: ['java', 'python', 'dotnet'], around: zipkin },
      ['java+dotnet', 'protocol-unsupported python'],
    ],
    [
      'two web servers',
      { languages: ['apache-httpd', 'nginx'], asked: { exporter: { endpoint: 'http://c:4317' } } },
      ['apache-httpd', 'languages-conflict nginx'],
    ],
    [
      'a language beside a web server',
      { languages: ['java', 'nginx'], asked: { exporter: { endpoint: 'http://c:4317' } } },
      ['java+nginx'],
    ],
    [
      'a web server that cannot, beside a language that can',
      { languages: ['java', 'nginx'], around: zipkin },
      ['java', 'protocol-unsupported nginx'],
    ],
    [
      'an invalid platform and no endpoint',
      { languages: ['java'], asked: {}, around: INVALID },
      ['', 'platform-invalid java'],
    ],
    [
      'an invalid platform and an endpoint',
      { languages: ['java'], asked: endpoint, around: INVALID },
      ['java'],
    ],
    [
      'host network',
      { languages: ['java'], around: { platform: {} }, spec: { hostNetwork: true } },
      ['', 'dns-unreachable java'],
    ],
    [
      'host network with the cluster’s DNS',
      {
        languages: ['java'],
        around: { platform: {} },
        spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      },
      ['java'],
    ],
    [
      'host network with ClusterFirst',
      {
        languages: ['java'],
        around: { platform: {} },
        spec: { hostNetwork: true, dnsPolicy: 'ClusterFirst' },
      },
      ['', 'dns-unreachable java'],
    ],
    [
      'DNS of the node',
      { languages: ['java'], around: { platform: {} }, spec: { dnsPolicy: 'Default' } },
      ['', 'dns-unreachable java'],
    ],
    [
      'own DNS settings',
      { languages: ['java'], around: { platform: {} }, spec: { dnsPolicy: 'None' } },
      ['java'],
    ],
    [
      'host network without a platform is noticed only',
      { languages: ['java'], asked: endpoint, spec: { hostNetwork: true } },
      ['java', 'dns-may-not-resolve'],
    ],
  ])('%s', (_, row, expected) => {
    expect(together(row)).toEqual(expected);
  });
});
