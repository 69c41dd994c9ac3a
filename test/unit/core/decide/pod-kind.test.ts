import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../../src/core/agents/agents.js';
import { checkInjectLabel, judgePod } from '../../../../src/core/decide/pod-kind.js';
import { LANGUAGES } from '../../../../src/core/domain.js';
import type { ObjectMeta, PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { injectSample } from '../../../support/sample-injection.js';
import { podWith, podContextWith, type Surroundings } from '../contexts.js';

function verdict(spec: Partial<PodSpec>, metadata?: ObjectMeta, around?: Surroundings): string {
  const judged = judgePod(podContextWith(podWith(spec, metadata), around));
  return judged.kind === 'refused' ? judged.finding.code : judged.kind;
}

const NODE_NAME = { name: 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME', value: 'n' };
const STATUS = 'tracing.dokaseca.io/status';
const HASH = 'tracing.dokaseca.io/config-hash';
const init = (name: string): Partial<PodSpec> => ({ initContainers: [{ name }] });

describe('marks of an injection', () => {
  test.each<[string, Partial<PodSpec>, string]>([
    ['none', {}, 'candidate'],
    ['the java agent', init('opentelemetry-auto-instrumentation-java'), 'injected-by-operator'],
    ['the nodejs agent', init('opentelemetry-auto-instrumentation-nodejs'), 'injected-by-operator'],
    ['the python agent', init('opentelemetry-auto-instrumentation-python'), 'injected-by-operator'],
    ['the dotnet agent', init('opentelemetry-auto-instrumentation-dotnet'), 'injected-by-operator'],
    ['the apache module', init('otel-agent-attach-apache'), 'injected-by-operator'],
    ['the clone of a web server', init('otel-agent-source-container-clone'), 'injected-by-operator'],
    ['an init container of another name', init('opentelemetry-auto-instrumentation'), 'candidate'],
    [
      'the go agent',
      { containers: [{ name: 'app' }, { name: 'opentelemetry-auto-instrumentation' }] },
      'injected-by-operator',
    ],
    ['the marker variable', { containers: [{ name: 'app', env: [NODE_NAME] }] }, 'injected-by-operator'],
    [
      'the marker variable in an init container',
      { initContainers: [{ name: 'x', env: [NODE_NAME] }] },
      'injected-by-operator',
    ],
    [
      'the marker variable in the Collector sidecar',
      { containers: [{ name: 'app' }, { name: 'otc-container', env: [NODE_NAME] }] },
      'candidate',
    ],
    [
      'another variable',
      { containers: [{ name: 'app', env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES' }] }] },
      'candidate',
    ],
  ])('%s', (_, spec, expected) => {
    expect(verdict(spec)).toBe(expected);
  });

  test.each(LANGUAGES.filter((language) => AGENTS[language].files !== undefined))(
    'what brings the agent of %s',
    (language) => {
      const { initContainers = [], containers } = injectSample(language).spec;
      // Names alone, as a variable would be a mark by itself.
      const spec = {
        initContainers: initContainers.map(({ name }) => ({ name })),
        containers: containers.map(({ name }) => ({ name })),
      };
      expect(verdict(spec)).toBe('injected-by-operator');
    },
  );

  const marked = { containers: [{ name: 'app', env: [NODE_NAME] }] };
  test.each<[string, Record<string, string>, string]>([
    ['injected, with a hash', { [STATUS]: 'injected', [HASH]: '1' }, 'done'],
    ['partial, with a hash', { [STATUS]: 'partial', [HASH]: '1' }, 'done'],
    ['injected, with an empty hash', { [STATUS]: 'injected', [HASH]: '' }, 'done'],
    ['skipped, with a hash', { [STATUS]: 'skipped', [HASH]: '1' }, 'injected-by-operator'],
    ['injected, without a hash', { [STATUS]: 'injected' }, 'injected-by-operator'],
    ['a hash alone', { [HASH]: '1' }, 'injected-by-operator'],
  ])('and our own annotations: %s', (_, annotations, expected) => {
    expect(verdict(marked, { annotations })).toBe(expected);
  });

  test('and our own annotations: the mark is on the Collector sidecar, which may be the target of ours', () => {
    const spec = { containers: [{ name: 'otc-container', env: [NODE_NAME] }] };
    expect(verdict(spec, { annotations: { [STATUS]: 'injected', [HASH]: '1' } })).toBe('done');
  });

  test('our annotations without marks are none: a template may be copied with them', () => {
    expect(verdict({}, { annotations: { [STATUS]: 'injected', [HASH]: '1' } })).toBe('candidate');
  });
});

describe('kinds of pod', () => {
  const DISABLED = { 'tracing.dokaseca.io/inject': 'disabled' };
  test.each<[string, Partial<PodSpec>, ObjectMeta | undefined, Surroundings | undefined, string]>([
    ['label on the pod', {}, { labels: DISABLED }, undefined, 'opted-out'],
    ['label on the namespace', {}, undefined, { namespace: { labels: DISABLED } }, 'opted-out'],
    [
      'label with another value',
      {},
      { labels: { 'tracing.dokaseca.io/inject': 'Disabled' } },
      undefined,
      'candidate',
    ],
    ['label as an annotation', {}, { annotations: DISABLED }, undefined, 'candidate'],
    ['Windows by os', { os: { name: 'windows' } }, undefined, undefined, 'windows-unsupported'],
    ['Linux by os', { os: { name: 'linux' } }, undefined, undefined, 'candidate'],
    [
      'Windows by node selector',
      { nodeSelector: { 'kubernetes.io/os': 'windows' } },
      undefined,
      undefined,
      'windows-unsupported',
    ],
    [
      'Windows by the former label',
      { nodeSelector: { 'beta.kubernetes.io/os': 'windows' } },
      undefined,
      undefined,
      'windows-unsupported',
    ],
    [
      'Linux by node selector',
      { nodeSelector: { 'kubernetes.io/os': 'linux' } },
      undefined,
      undefined,
      'candidate',
    ],
    [
      'Windows by its options',
      { securityContext: { windowsOptions: {} } },
      undefined,
      undefined,
      'windows-unsupported',
    ],
    ['mirror pod', {}, { annotations: { 'kubernetes.io/config.mirror': '' } }, undefined, 'static-pod'],
    [
      'static pod of a file',
      {},
      { annotations: { 'kubernetes.io/config.source': 'file' } },
      undefined,
      'static-pod',
    ],
    ['pod of the API', {}, { annotations: { 'kubernetes.io/config.source': 'api' } }, undefined, 'candidate'],
    ['opted out before Windows', { os: { name: 'windows' } }, { labels: DISABLED }, undefined, 'opted-out'],
    [
      'marked before opted out',
      init('otel-agent-attach-apache'),
      { labels: DISABLED },
      undefined,
      'injected-by-operator',
    ],
  ])('%s', (...[, spec, metadata, around, expected]) => {
    expect(verdict(spec, metadata, around)).toBe(expected);
  });

  test.each<[string, ObjectMeta | undefined, Surroundings, string]>([
    ['pod', { labels: DISABLED }, { namespace: { labels: DISABLED } }, 'pod'],
    ['namespace', undefined, { namespace: { labels: DISABLED } }, 'namespace shop'],
  ])('the sentence of an opt-out names the %s', (_, metadata, around, where) => {
    expect(judgePod(podContextWith(podWith({}, metadata), around))).toEqual({
      kind: 'refused',
      finding: {
        code: 'opted-out',
        message: `Opted out: the ${where} has the label tracing.dokaseca.io/inject: disabled.`,
      },
    });
  });
});

const INJECT = 'tracing.dokaseca.io/inject';
test.each<[string, ObjectMeta, string | undefined, readonly string[]]>([
  ['none', {}, undefined, []],
  ['of the pod that switches off', { labels: { [INJECT]: 'disabled' } }, undefined, []],
  ['of the pod that admits', { labels: { [INJECT]: 'enabled' } }, undefined, []],
  ['that is empty', { labels: { [INJECT]: '' } }, undefined, []],
  ['of the pod in another word', { labels: { [INJECT]: 'false' } }, undefined, ['the pod is "false"']],
  ['of the pod in capitals', { labels: { [INJECT]: 'Disabled' } }, undefined, ['the pod is "Disabled"']],
  ['of the namespace in another word', {}, 'off', ['namespace shop is "off"']],
  ['of both', { labels: { [INJECT]: 'no' } }, 'true', ['the pod is "no"', 'namespace shop is "true"']],
  ['of the namespace that admits', {}, 'enabled', []],
])('a label of an opt-out: %s', (_, metadata, label, told) => {
  const namespace = { labels: label === undefined ? {} : { [INJECT]: label } };
  const found = checkInjectLabel(podContextWith(podWith({}, metadata), { namespace }));
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual(
    told.map(
      (which) =>
        `annotation-value-ignored The label ${INJECT} of ${which} and does not count; allowed: disabled, enabled.`,
    ),
  );
});
