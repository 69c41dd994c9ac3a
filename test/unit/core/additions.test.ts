import { describe, expect, test } from 'vitest';
import { admit } from '../../../src/core/admit.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import type { Container, EnvVar, StringMap } from '../../../src/core/kubernetes/pod.js';
import type { Outcome } from '../../../src/core/outcome.js';
import { buildCreationRequest } from '../../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { instrumentationWith, podWith } from './contexts.js';

const OTEL = 'instrumentation.opentelemetry.io/';
const KI = 1024;

interface Scene {
  readonly language?: Language;
  readonly annotations?: StringMap;
  /** How many containers are injected, and what each of them has. */
  readonly count?: number;
  readonly container?: Partial<Container>;
  /** Spec of the Instrumentation. */
  readonly asked?: object;
}

type Decided = Outcome & { readonly kind: 'decided' };

function decide({ language = 'java', annotations, count = 1, container, asked = {} }: Scene): Decided {
  const containers = Array.from({ length: count }, (_, index) => ({ name: `c${index}`, ...container }));
  const pod = podWith(
    { containers },
    {
      annotations: {
        [`${OTEL}inject-${language}`]: 'true',
        [`${OTEL}container-names`]: containers.map(({ name }) => name).join(','),
        [`${OTEL}otel-go-auto-target-exe`]: '/app/run',
        ...annotations,
      },
    },
  );
  const spec = { exporter: { endpoint: 'http://otel-collector:4317' }, ...asked };
  const outcome = admit(buildCreationRequest(pod, 'shop'), {
    ...EMPTY_SNAPSHOT,
    namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
    instrumentations: new Map([['shop', new Map([['main', instrumentationWith(spec, 'main')]])]]),
    languages: new Set(LANGUAGES),
  });
  if (outcome.kind !== 'decided') throw new Error(outcome.kind);
  return outcome;
}

const isTooLarge = ({ findings, injections }: Decided): boolean => {
  const codes = findings.map(({ code }) => code);
  expect(injections).toHaveLength(codes.includes('too-large') ? 0 : injections.length);
  return codes.includes('too-large');
};

const annotated = (text: string): StringMap => ({ 'resource.opentelemetry.io/team': text });
const asked = (...env: readonly EnvVar[]): object => ({ env });

/** Variables that are short enough each. */
const many = (bytes: number): object =>
  asked(
    ...Array.from({ length: Math.ceil(bytes / 10_000) }, (_, index) => ({
      name: `V${index}`,
      value: 'x'.repeat(10_000),
    })),
  );

describe('what is added to one pod has a bound', () => {
  test.each<[string, Scene, boolean]>([
    [
      'an annotation of 8,000 characters in 20 containers',
      { annotations: annotated('x'.repeat(8000)), count: 20 },
      false,
    ],
    ['the same in 30', { annotations: annotated('x'.repeat(8000)), count: 30 }, true],
    // Each of them is twelve bytes, as attributes are encoded.
    [
      'one of characters that are encoded in 4',
      { annotations: annotated('🦊'.repeat(4000)), count: 4 },
      false,
    ],
    ['the same in 8', { annotations: annotated('🦊'.repeat(4000)), count: 8 }, true],
    ['an Instrumentation of 240 kB in one container', { asked: many(240_000) }, false],
    ['the same in 2', { asked: many(240_000), count: 2 }, true],
    ['the same in 8', { asked: many(240_000), count: 8 }, true],
    ['one of 60 kB in 4', { asked: many(60_000), count: 4 }, false],
    ['64 containers', { count: 64 }, false],
    ['a pod that is large itself', { container: { args: ['x'.repeat(1270 * KI)] } }, false],
    ['a pod with which etcd is full', { container: { args: ['x'.repeat(1290 * KI)] } }, true],
    ['the same in characters of three bytes', { container: { args: ['語'.repeat(430 * KI)] } }, true],
    [
      'a web server whose variables would be copied',
      {
        language: 'apache-httpd',
        container: {
          env: Array.from({ length: 30 }, (_, i) => ({ name: `V${i}`, value: 'x'.repeat(10_000) })),
        },
      },
      true,
    ],
    [
      'a security context that is written into each init container',
      { asked: { initContainerSecurityContext: { xLater: 'x'.repeat(300_000) } } },
      true,
    ],
  ])('%s', (_, scene, expected) => {
    expect(isTooLarge(decide(scene))).toBe(expected);
  });

  test('and says what it is', () => {
    const { findings } = decide({ asked: many(240_000), count: 2 });
    expect(findings.map(({ message }) => message).join()).toMatch(
      /^The injection would add \d+ bytes to the pod; at most 262144 are allowed\.$/,
    );
  });
});

/** A value with which a variable of this name is as long as one may be, and so many bytes more. */
const longest = (name: string, more: number): string => 'x'.repeat(128 * KI - name.length - 2 + more);

describe('no variable keeps a program from starting', () => {
  const long = { name: 'A', value: 'x'.repeat(60 * KI) };
  test.each<[string, Scene, boolean]>([
    ['one as long as may be', { asked: asked({ name: 'LONG', value: longest('LONG', 0) }) }, false],
    ['one byte more', { asked: asked({ name: 'LONG', value: longest('LONG', 1) }) }, true],
    ['characters of three bytes', { asked: asked({ name: 'LONG', value: '語'.repeat(44 * KI) }) }, true],
    [
      'one of the container’s own',
      { container: { env: [{ name: 'LONG', value: longest('LONG', 1) }] } },
      false,
    ],
    [
      'a reference to a long one',
      { container: { env: [long] }, asked: asked({ name: 'B', value: '$(A)$(A)' }) },
      false,
    ],
    [
      'too many of them',
      { container: { env: [long] }, asked: asked({ name: 'B', value: '$(A)$(A)$(A)' }) },
      true,
    ],
    [
      'references that are escaped',
      { container: { env: [long] }, asked: asked({ name: 'B', value: '$$(A)$$(A)$$(A)' }) },
      false,
    ],
    ['references to one that is not there', { asked: asked({ name: 'B', value: '$(A)$(A)$(A)' }) }, false],
    [
      'references to one that refers itself',
      {
        container: { env: [long] },
        asked: asked({ name: 'B', value: '$(A)' }, { name: 'C', value: '$(B)$(B)$(B)' }),
      },
      true,
    ],
    [
      'a value that is joined',
      { container: { env: [{ name: 'JAVA_TOOL_OPTIONS', value: 'x'.repeat(64 * KI) }] } },
      false,
    ],
    [
      'a value that is joined to references',
      { container: { env: [long, { name: 'JAVA_TOOL_OPTIONS', value: '$(A)$(A)$(A)' }] } },
      true,
    ],
    [
      'a directive of a web server',
      {
        language: 'nginx',
        asked: { nginx: { attrs: [{ name: 'NginxModuleOtelMaxQueueSize', value: 'x'.repeat(130 * KI) }] } },
      },
      true,
    ],
    [
      'a variable of the Go sidecar',
      { language: 'go', asked: asked({ name: 'LONG', value: longest('LONG', 1) }) },
      true,
    ],
  ])('%s', (_, scene, expected) => {
    expect(isTooLarge(decide(scene))).toBe(expected);
  });

  test('and says which it is', () => {
    const { findings } = decide({ asked: asked({ name: 'LONG', value: longest('LONG', 1) }) });
    expect(findings.map(({ message }) => message)).toEqual([
      'LONG of c0 would take 131073 bytes; a program can be started with 131072 at most.',
    ]);
  });
});
