import { describe, expect, test } from 'vitest';
import { OPERATOR_KEYS } from '../../../../src/core/annotations.js';
import { admit } from '../../../../src/core/admit.js';
import { judgeKey, KEY_NAMES } from '../../../../src/core/decide/meant-keys.js';
import type { Outcome } from '../../../../src/core/outcome.js';
import { buildCreationRequest } from '../../../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../../../src/core/snapshot.js';
import type { ObjectMeta, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { platformWith, podWith } from '../contexts.js';

const OF = 'instrumentation.opentelemetry.io/';

describe('a key that was meant', () => {
  test.each<[string, string | undefined]>([
    [`${OF}inject-node`, 'inject-nodejs'],
    [`${OF}inject-jav`, 'inject-java'],
    [`${OF}Inject-Java`, 'inject-java'],
    [`${OF}inject_java`, 'inject-java'],
    [`${OF}injectjava`, 'inject-java'],
    [`${OF}java-container-name`, 'java-container-names'],
    [`${OF}container-name`, 'container-names'],
    [`${OF}inject-cobol`, undefined],
    // Words that name a language, in any order.
    [`${OF}java`, 'inject-java'],
    [`${OF}java-inject`, 'inject-java'],
    [`${OF}enable-java`, 'inject-java'],
    [`${OF}auto-inject-nodejs`, 'inject-nodejs'],
    [`${OF}inject-node-js`, 'inject-nodejs'],
    [`${OF}inject-node.js`, 'inject-nodejs'],
    [`${OF}inject-golang`, 'inject-go'],
    [`${OF}inject-dot-net`, 'inject-dotnet'],
    [`${OF}inject-kotlin`, 'inject-java'],
    [`${OF}inject-apache`, 'inject-apache-httpd'],
    [`${OF}inject-java-container-names`, 'java-container-names'],
    [`${OF}node-containers`, 'nodejs-container-names'],
    [`${OF}inject-httpd-container-names`, 'apache-httpd-container-names'],
    // Nobody can tell which one of several.
    [`${OF}inject`, undefined],
    [`${OF}inject-`, undefined],
    [`${OF}otel-php`, undefined],
    // Languages that no agent is for, whatever they are like.
    [`${OF}inject-rust`, undefined],
    [`${OF}inject-perl`, undefined],
    [`${OF}rust-container-names`, undefined],
    ['opentelemetry.io/inject-rust', undefined],
    ['opentelemetry.io/inject-java-agent', 'inject-java'],
    ['inject-js', 'inject-nodejs'],
    ['instrumentation.opentelemtry.io/inject-java', 'inject-java'],
    ['instrumentation.openteletry.io/inject-java', 'inject-java'],
    ['instrumentations.opentelemetry.io/inject-python', 'inject-python'],
    ['instrumentation.opentelemetry.com/inject-java', 'inject-java'],
    ['instrumentation.opentelemetry.io.inject-java', 'inject-java'],
    ['Instrumentation.OpenTelemetry.io/inject-java', 'inject-java'],
    ['opentelemetry.io/inject-java', 'inject-java'],
    ['opentelemetry.io/inject-node', 'inject-nodejs'],
    ['sidecar.opentelemetry.io/inject-java', 'inject-java'],
    ['operator.opentelemetry.io/inject-dotnet', 'inject-dotnet'],
    ['otel.io/inject-java', 'inject-java'],
    ['instrumentation.otel.io/inject-java', 'inject-java'],
    ['tracing.dokaseca.io/inject-java', 'inject-java'],
    ['inject-java', 'inject-java'],
  ])('%s means %s', (key, near) => {
    expect(judgeKey(key)).toEqual({ near });
  });

  test.each([
    ...OPERATOR_KEYS,
    `${OF}default-auto-instrumentation-java-image`,
    `${OF}v1alpha1-fields`,
    'sidecar.opentelemetry.io/inject',
    'sidecar.istio.io/inject',
    'linkerd.io/inject',
    'config.linkerd.io/skip-inbound-ports',
    'vault.hashicorp.com/agent-inject-secret-java',
    'tracing.dokaseca.io/inject',
    'tracing.dokaseca.io/backend',
    'otel.splunk.com/inject-java',
    'instrumentation.splunk.com/inject-java',
    'odigos.io/inject-java',
    'injector.example.com/java',
    'example.com/inject-sidecar',
    'example.com/inject-rust',
    'inject-java-agent',
    'app.kubernetes.io/name',
    `opentelemetry.io/inject-${'x'.repeat(100_000)}`,
  ])('%s means nothing else', (key) => {
    expect(judgeKey(key)).toBeUndefined();
  });

  test('each name is reported once', () => {
    expect(KEY_NAMES).toEqual([...new Set(KEY_NAMES)]);
  });
});

interface Around {
  readonly namespace?: { readonly annotations?: StringMap; readonly labels?: StringMap };
}

function admitted(metadata: ObjectMeta, { namespace }: Around = {}): Outcome {
  return admit(buildCreationRequest(podWith({}, metadata), 'shop'), {
    ...EMPTY_SNAPSHOT,
    platform: { kind: 'ready', platform: platformWith({}) },
    namespaces: new Map([['shop', { annotations: {}, labels: {}, ...namespace }]]),
  });
}

const told = (outcome: Outcome): readonly string[] =>
  outcome.kind === 'unchanged'
    ? [outcome.why]
    : [outcome.status, ...outcome.findings.map(({ code, message }) => `${code}: ${message}`)];

describe('a pod', () => {
  test.each<[string, ObjectMeta, Around, readonly string[]]>([
    [
      'with a misspelt annotation is told so',
      { annotations: { [`${OF}inject-node`]: 'true' } },
      {},
      [
        'skipped',
        `annotation-unknown: The pod has the annotation ${OF}inject-node, which nothing reads; write the annotation ${OF}inject-nodejs if that is meant.`,
      ],
    ],
    [
      'with an annotation of no language is told so',
      { annotations: { [`${OF}inject-cobol`]: 'true' } },
      {},
      ['skipped', `annotation-unknown: The pod has the annotation ${OF}inject-cobol, which nothing reads.`],
    ],
    [
      'with the annotation as a label is told so',
      { labels: { [`${OF}inject-java`]: 'true' } },
      {},
      [
        'skipped',
        `annotation-misplaced: The pod has the label ${OF}inject-java, which is read as an annotation only.`,
      ],
    ],
    [
      'with a misspelt label is told so',
      { labels: { 'opentelemetry.io/inject-java': 'true' } },
      {},
      [
        'skipped',
        `annotation-unknown: The pod has the label opentelemetry.io/inject-java, which nothing reads; write the annotation ${OF}inject-java if that is meant.`,
      ],
    ],
    [
      'of a Namespace with a misspelt annotation is told so',
      {},
      { namespace: { annotations: { [`${OF}inject-node`]: 'true' } } },
      [
        'skipped',
        `annotation-unknown: Namespace shop has the annotation ${OF}inject-node, which nothing reads; write the annotation ${OF}inject-nodejs if that is meant.`,
      ],
    ],
    [
      'of a Namespace with the annotation as a label is told so',
      {},
      { namespace: { labels: { [`${OF}inject-java`]: 'true' } } },
      [
        'skipped',
        `annotation-misplaced: Namespace shop has the label ${OF}inject-java, which is read as an annotation only.`,
      ],
    ],
    [
      'that asks, too, gets what it asks for and is told',
      { annotations: { [`${OF}inject-java`]: 'true', [`${OF}inject-node`]: 'true' } },
      {},
      [
        'partial',
        `annotation-unknown: The pod has the annotation ${OF}inject-node, which nothing reads; write the annotation ${OF}inject-nodejs if that is meant.`,
      ],
    ],
    [
      'that asks is told of a misspelt refusal',
      { annotations: { [`${OF}inject-java`]: 'true', [`${OF}inject-node`]: 'false' } },
      {},
      [
        'partial',
        `annotation-unknown: The pod has the annotation ${OF}inject-node, which nothing reads; write the annotation ${OF}inject-nodejs if that is meant.`,
      ],
    ],
    [
      'with the label beside the annotation is well',
      { annotations: { [`${OF}inject-java`]: 'true' }, labels: { [`${OF}inject-java`]: 'true' } },
      {},
      ['injected'],
    ],
    [
      'with a misspelt refusal alone asks for nothing',
      { annotations: { [`${OF}inject-node`]: 'False' } },
      {},
      ['not-requested'],
    ],
    [
      'with an empty misspelt annotation asks for nothing',
      { annotations: { [`${OF}inject-node`]: '' } },
      {},
      ['not-requested'],
    ],
    [
      'that opted out is left alone',
      { annotations: { [`${OF}inject-node`]: 'true' }, labels: { 'tracing.dokaseca.io/inject': 'disabled' } },
      {},
      ['not-requested'],
    ],
    [
      'with annotations of others asks for nothing',
      { annotations: { 'linkerd.io/inject': 'enabled' } },
      {},
      ['not-requested'],
    ],
  ])('%s', (_, metadata, around, expected) => {
    expect(told(admitted(metadata, around))).toEqual(expected);
  });

  test('is told of five such keys and no more', () => {
    const keys = Array.from({ length: 20 }, (_, index) => [`${OF}inject-x${index}`, 'true']);
    expect(told(admitted({ annotations: Object.fromEntries(keys) as StringMap }))).toHaveLength(6);
  });

  test('that is malformed and only meant to ask is left alone', () => {
    const annotations = { [`${OF}inject-node`]: 'true' };
    const pod = { metadata: { annotations }, spec: {} } as never;
    expect(admit(buildCreationRequest(pod, 'shop'), EMPTY_SNAPSHOT)).toEqual({
      kind: 'unchanged',
      why: 'not-requested',
    });
  });
});
