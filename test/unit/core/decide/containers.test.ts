import { describe, expect, test } from 'vitest';
import { CONTAINER_NAMES, CONTAINER_NAMES_OF } from '../../../../src/core/annotations.js';
import { selectContainers, type ContainerSelection } from '../../../../src/core/decide/containers.js';
import type { LanguageRequest } from '../../../../src/core/decide/language-requests.js';
import type { Language } from '../../../../src/core/domain.js';
import { podNamed, refTo, podContextWith, type Surroundings } from '../contexts.js';

const asked = (language: Language): LanguageRequest => ({ language, value: 'true', origin: 'pod' });

interface Row {
  readonly language?: Language;
  readonly containers: readonly string[];
  readonly initContainers?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly around?: Surroundings;
  readonly isOnly?: boolean;
  readonly rule?: readonly string[];
}

function select({
  language = 'java',
  containers,
  initContainers,
  annotations,
  around,
  isOnly,
  rule,
}: Row): ContainerSelection {
  const pod = podNamed(containers, initContainers);
  const annotated = annotations === undefined ? pod : { ...pod, metadata: { annotations } };
  const request = { ...asked(language), ...(rule === undefined ? {} : { containers: rule }) };
  return selectContainers(
    request,
    podContextWith(annotated, around),
    isOnly === false ? [language, 'nodejs'] : [language],
  );
}

const shown = ({ containers, findings }: ContainerSelection): readonly string[] => [
  ...containers.map(({ list, name }) => (list === 'containers' ? name : `init ${name}`)),
  ...findings.map(({ code, container }) => (container === undefined ? code : `${code} ${container}`)),
];

describe('the default target', () => {
  test.each<[string, Row, readonly string[]]>([
    ['is the only container', { containers: ['app'] }, ['app']],
    ['is the first container', { containers: ['app', 'log'] }, ['app']],
    ['is never an init container', { containers: ['app'], initContainers: ['setup'] }, ['app']],
    ['is not one that a mesh injects', { containers: ['istio-proxy', 'app'] }, ['app']],
    [
      'is not one that others inject',
      { containers: ['linkerd-proxy', 'vault-agent', 'app', 'log'] },
      ['app'],
    ],
    [
      'is one that others inject, where the platform ignores none',
      { containers: ['istio-proxy', 'app'], around: { platform: { injection: { ignoreContainers: [] } } } },
      ['istio-proxy'],
    ],
    [
      'is not one that the platform ignores',
      { containers: ['log', 'app'], around: { platform: { injection: { ignoreContainers: ['log'] } } } },
      ['app'],
    ],
    ['does not exist where all are ignored', { containers: ['istio-proxy'] }, ['no-eligible-container']],
    ['is shared by several languages', { containers: ['app'], isOnly: false }, ['app']],
    ['is shared beside ignored containers', { containers: ['istio-proxy', 'app'], isOnly: false }, ['app']],
    [
      'is not guessed for several languages',
      { containers: ['app', 'log'], isOnly: false },
      ['ambiguous-containers'],
    ],
    [
      'is taken where the list holds nothing',
      { containers: ['app'], annotations: { [CONTAINER_NAMES]: ' , ,' } },
      ['app'],
    ],
  ])('%s', (_, row, expected) => {
    expect(shown(select(row))).toEqual(expected);
  });

  test('has its place in the pod', () => {
    expect(select({ containers: ['istio-proxy', 'app'] })).toEqual({
      containers: [refTo('app', 1)],
      findings: [],
    });
  });

  test('of several languages: the message names the candidates', () => {
    expect(select({ containers: ['app', 'istio-proxy', 'log'], isOnly: false }).findings).toEqual([
      {
        code: 'ambiguous-containers',
        language: 'java',
        message:
          'java: several languages are asked for, so the annotations must say which of the containers app, log is meant.',
        correction: { key: JAVA_NAMES, value: 'app', on: 'pod' },
      },
    ]);
  });
});

const [JAVA_NAMES = ''] = CONTAINER_NAMES_OF.java;
const [GO_NAMES = ''] = CONTAINER_NAMES_OF.go;
const named = (names: string, row: Partial<Row> = {}): Row => ({
  containers: ['a', 'b', 'c'],
  initContainers: ['x', 'y'],
  annotations: { [CONTAINER_NAMES]: names },
  ...row,
});

describe('named containers', () => {
  test.each<[string, Row, readonly string[]]>([
    ['one', named('b'), ['b']],
    ['several, in the order of the annotation', named('c,a'), ['c', 'a']],
    ['spaces around names', named(' c ,\ta '), ['c', 'a']],
    ['a comma at the end', named('a,'), ['a']],
    ['commas alone between names', named(',,a,,b'), ['a', 'b']],
    ['a name given twice', named('a,b,a'), ['a', 'b']],
    ['init containers go first, by their place', named('b,y,a,x'), ['init x', 'init y', 'b', 'a']],
    ['a name that is missing', named('a,nope'), ['a', 'container-not-found nope']],
    ['only names that are missing: no fallback', named('nope'), ['container-not-found nope']],
    [
      'an ignored container that is named',
      named('istio-proxy', { containers: ['istio-proxy', 'a'] }),
      ['istio-proxy'],
    ],
    ['upper case', named('A,b'), ['b', 'container-names-invalid']],
    ['an underscore', named('a_b'), ['container-names-invalid']],
    ['a dash at the end', named('a-'), ['container-names-invalid']],
    ['a space inside', named('a b'), ['container-names-invalid']],
    ['a name of 64 characters', named('a'.repeat(64)), ['container-names-invalid']],
    ['a name of 63 characters', named('a'.repeat(63), { containers: ['a'.repeat(63)] }), ['a'.repeat(63)]],
    ['a container called true', named('true', { containers: ['a', 'true'] }), ['true']],
    ['the list of the language', named('', { annotations: { [JAVA_NAMES]: 'c' } }), ['c']],
    [
      'both lists add up',
      named('', { annotations: { [CONTAINER_NAMES]: 'b', [JAVA_NAMES]: 'a' } }),
      ['b', 'a'],
    ],
    [
      'both lists name the same one',
      named('', { annotations: { [CONTAINER_NAMES]: 'b', [JAVA_NAMES]: 'b' } }),
      ['b'],
    ],
    ['the list of another language', named('', { annotations: { [GO_NAMES]: 'c' } }), ['a']],
    [
      'the list of the namespace',
      named('', { annotations: {}, around: { namespace: { annotations: { [CONTAINER_NAMES]: 'c' } } } }),
      ['c'],
    ],
    [
      'the list of the pod beats that of the namespace',
      named('b', { around: { namespace: { annotations: { [CONTAINER_NAMES]: 'c' } } } }),
      ['b'],
    ],
    ['containers of a rule', { containers: ['a', 'b'], rule: ['b'] }, ['b']],
    ['a rule that names none that exists', { containers: ['a'], rule: ['b'] }, ['container-not-found b']],
    ['a rule with an empty list', { containers: ['a'], rule: [] }, ['a']],
    ['named by several languages', named('a,b', { isOnly: false }), ['a', 'b']],
  ])('%s', (_, row, expected) => {
    expect(shown(select(row))).toEqual(expected);
  });

  test('a regular container beats an init container of its name', () => {
    expect(select(named('a', { initContainers: ['a'] })).containers).toEqual([refTo('a', 0)]);
  });

  test('places are kept', () => {
    expect(select(named('c,y')).containers).toEqual([refTo('y', 1, 'initContainers'), refTo('c', 2)]);
  });

  test('a message quotes at most 63 characters of a name; who shows it escapes it', () => {
    expect(select(named(`é\n${'A'.repeat(80)}`)).findings).toEqual([
      {
        code: 'container-names-invalid',
        language: 'java',
        message: `java: "é\n${'A'.repeat(60)}…" cannot be the name of a container.`,
      },
    ]);
  });
});

describe('languages with rules of their own', () => {
  test.each<[string, Row, readonly string[]]>([
    [
      'nginx by the Operator’s key',
      named('', {
        language: 'nginx',
        annotations: { 'instrumentation.opentelemetry.io/inject-nginx-container-names': 'b' },
      }),
      ['b'],
    ],
    [
      'nginx by the regular key',
      named('', {
        language: 'nginx',
        annotations: { 'instrumentation.opentelemetry.io/nginx-container-names': 'b' },
      }),
      ['b'],
    ],
    [
      'apache in an init container',
      named('x', { language: 'apache-httpd' }),
      ['init-container-unsupported x'],
    ],
    [
      'nginx in an init container',
      named('x,a', { language: 'nginx' }),
      ['a', 'init-container-unsupported x'],
    ],
    ['go in an init container', named('x', { language: 'go' }), ['init-container-unsupported x']],
    ['sdk in an init container', named('x', { language: 'sdk' }), ['init x']],
    ['go, first of the common list', named('c,b', { language: 'go' }), ['c']],
    [
      'go, several of its own list',
      named('', { language: 'go', annotations: { [GO_NAMES]: 'a,b' } }),
      ['go-single-container'],
    ],
    ['go, one of its own list', named('', { language: 'go', annotations: { [GO_NAMES]: 'b' } }), ['b']],
    [
      'go, one of its own after the common one',
      named('', { language: 'go', annotations: { [CONTAINER_NAMES]: 'c', [GO_NAMES]: 'b' } }),
      ['c'],
    ],
    ['go, by default', { language: 'go', containers: ['a', 'b'] }, ['a']],
  ])('%s', (_, row, expected) => {
    expect(shown(select(row))).toEqual(expected);
  });
});
