import { expect, test } from 'vitest';
import type { Target } from '../../../../src/core/decide/target.js';
import type { Language } from '../../../../src/core/domain.js';
import { buildContainerContext } from '../../../../src/core/resolve/container-context.js';
import { resolveContainer } from '../../../../src/core/resolve/resolve.js';
import { instrumentationWith, podContextWith, podWith, refTo } from '../contexts.js';

type Spec = Readonly<Record<string, unknown>>;

const to = (endpoint: string, rest: Spec = {}): Spec => ({ exporter: { endpoint }, ...rest });
const A = to('http://a.example:4318');
const B = to('http://b.example:4318');
const headers = (value: string): Spec => ({ env: [{ name: 'OTEL_EXPORTER_OTLP_HEADERS', value }] });
const target = (language: Language, spec: Spec): Target => ({
  language,
  container: refTo('app'),
  instrumentation: instrumentationWith(spec, language),
});

/** Two languages on one container: those that go on, then the codes of what is said of the endpoint. */
function join(
  first: readonly [Language, Spec],
  second: readonly [Language, Spec],
  own: readonly { name: string; value: string }[],
): readonly string[] {
  const context = podContextWith(podWith({ containers: [{ name: 'app', env: own }] }));
  const { targets, findings } = resolveContainer(
    buildContainerContext([target(...first), target(...second)], context, undefined),
  );
  return [
    ...targets.map(({ language }) => language),
    ...findings.map(({ code }) => code).filter((code) => /^endpoint-shared$|conflict$/.test(code)),
  ];
}

test.each<[string, readonly [Language, Spec], readonly [Language, Spec], readonly string[]]>([
  ['one endpoint', ['java', A], ['nodejs', A], ['java', 'nodejs']],
  ['another host', ['java', A], ['nodejs', B], ['java', 'nodejs', 'endpoint-shared']],
  ['another host, of .NET', ['dotnet', A], ['python', B], ['dotnet', 'python', 'endpoint-shared']],
  [
    'ports of no protocol',
    ['java', to('http://a:8080')],
    ['nodejs', to('http://b:9090')],
    ['java', 'languages-conflict'],
  ],
  [
    'one port of no protocol',
    ['java', to('http://a:8080')],
    ['nodejs', to('http://b:8080')],
    ['java', 'nodejs', 'endpoint-shared'],
  ],
  [
    'gRPC, which both follow',
    ['java', to('http://a:4317')],
    ['nodejs', to('http://b:4317')],
    ['java', 'nodejs', 'endpoint-shared'],
  ],
  [
    'gRPC, which one does not follow',
    ['java', to('http://a:4317')],
    ['python', to('http://b:4317')],
    ['java', 'languages-conflict'],
  ],
  ['another protocol', ['java', A], ['nodejs', to('http://b.example:4317')], ['java', 'languages-conflict']],
  ['another scheme', ['java', A], ['nodejs', to('https://b.example:4318')], ['java', 'languages-conflict']],
  ['another path', ['java', A], ['nodejs', to('http://b.example:4318/otlp')], ['java', 'languages-conflict']],
  ['headers of one', ['java', A], ['nodejs', { ...B, ...headers('k=b') }], ['java', 'languages-conflict']],
  [
    'other headers',
    ['java', { ...A, ...headers('k=a') }],
    ['nodejs', { ...B, ...headers('k=b') }],
    ['java', 'languages-conflict'],
  ],
  [
    'the same headers',
    ['java', { ...A, ...headers('k=a') }],
    ['nodejs', { ...B, ...headers('k=a') }],
    ['java', 'nodejs', 'endpoint-shared'],
  ],
  [
    'credentials of one',
    ['java', A],
    ['nodejs', to('http://u:p@b.example:4318')],
    ['java', 'languages-conflict'],
  ],
  [
    'other credentials',
    ['java', to('http://u:p@a.example:4318')],
    ['nodejs', to('http://u:q@b.example:4318')],
    ['java', 'languages-conflict'],
  ],
  [
    'the same credentials',
    ['java', to('http://u:p@a.example:4318')],
    ['nodejs', to('http://u:p@b.example:4318')],
    ['java', 'nodejs', 'endpoint-shared'],
  ],
  [
    'another protocol, with credentials',
    ['java', to('http://u:p@a.example:4318')],
    ['nodejs', to('http://u:p@b.example:4317')],
    ['java', 'languages-conflict'],
  ],
  [
    'a variable that is not the exporter’s',
    ['java', A],
    ['nodejs', { ...B, env: [{ name: 'OTEL_LOG_LEVEL', value: 'debug' }] }],
    ['java', 'nodejs', 'endpoint-shared'],
  ],
  [
    'certificates of one',
    ['java', A],
    ['nodejs', { exporter: { endpoint: 'http://b.example:4318', tls: { ca_file: '/ca' } } }],
    ['java', 'languages-conflict'],
  ],
  ['an SDK of which nothing is known', ['java', A], ['sdk', B], ['java', 'languages-conflict']],
  ['a module, which reads a file', ['java', A], ['nginx', B], ['java', 'languages-conflict']],
  [
    'an endpoint for traces alone',
    ['java', A],
    ['nodejs', { env: [{ name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: 'http://b:4318/v1/traces' }] }],
    ['java', 'languages-conflict'],
  ],
])('%s', (_, first, second, expected) => {
  expect(join(first, second, [])).toEqual(expected);
});

test.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
  'nothing is said where the container sets %s',
  (name) => {
    const own = [{ name, value: 'http://mine:4318/v1/traces' }];
    expect(join(['java', A], ['nodejs', to('http://b:4317')], own)).toEqual(['java', 'nodejs']);
  },
);

test('the sentence names both endpoints without their credentials', () => {
  const context = podContextWith(podWith());
  const { findings } = resolveContainer(
    buildContainerContext(
      [
        target('java', to('http://me:secret@a.example:4318')),
        target('nodejs', to('http://me:secret@b.example:4318')),
      ],
      context,
      undefined,
    ),
  );
  const [found] = findings.filter(({ code }) => code === 'endpoint-shared');
  expect(found?.message).toContain('a.example:4318 and not to ');
  expect(found?.message).not.toContain('secret');
});
