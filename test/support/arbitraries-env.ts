import fc from 'fast-check';
import { chance, nullable, oddText, USERS, usersText, withUnknown } from './arbitraries-text.js';
import { JOINED } from './sample-injection.js';

/** Variables of containers: those that agents read or start by, and odd ones. */

const ENDPOINTS = [
  'http://otel-collector:4317',
  'http://otel-collector.monitoring.svc:4318',
  'https://user:secret@traces.example:4317',
  'http://$(OTEL_NODE_IP):4318',
  'http://gw.obs.svc:4317',
  'https://gw.example',
  'http://10.0.0.9:4318',
  'http://gw.obs.svc:4318',
  'nonsense',
  '',
];
const PROTOCOLS = ['grpc', 'http/protobuf', 'http/protobuf', 'http/json', 'thrift'];

/** Values that an agent knows, by variable; any other text comes as well. */
const KNOWN_VALUES: Readonly<Record<string, readonly string[]>> = {
  JAVA_TOOL_OPTIONS: ['-Xmx1g', '-Xmx1g ', '-javaagent:/other.jar', '-javaagent:/third.jar -Xss1m', ''],
  NODE_OPTIONS: ['--max-old-space-size=100', '--require /other.js', ''],
  PYTHONPATH: ['/app', '/app:', ':/app', ''],
  DOTNET_STARTUP_HOOKS: ['/hook.dll'],
  DOTNET_ADDITIONAL_DEPS: ['/deps:'],
  DOTNET_SHARED_STORE: ['/store'],
  CORECLR_ENABLE_PROFILING: ['0', '1'],
  CORECLR_PROFILER: ['{918728dd-259f-4a6a-ac2b-b85e1b658318}', '{00000000-0000-0000-0000-000000000000}'],
  OTEL_DOTNET_AUTO_HOME: ['/home'],
  LD_LIBRARY_PATH: ['/lib', '/lib:'],
  OTEL_SERVICE_NAME: ['shop', '$(A)-shop'],
  OTEL_RESOURCE_ATTRIBUTES: [
    'team=shop',
    'service.name=mine,',
    ',k8s.pod.name=x',
    'service.version=$(A),b=2',
    '',
    'service.namespace=é, a = b ',
  ],
  OTEL_RESOURCE_ATTRIBUTES_POD_NAME: ['mine'],
  OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINTS,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ENDPOINTS,
  OTEL_EXPORTER_OTLP_PROTOCOL: PROTOCOLS,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: PROTOCOLS,
  OTEL_TRACES_EXPORTER: ['otlp', 'zipkin', 'none', 'jaeger', 'otlp, logging', 'otlp,console'],
  OTEL_METRICS_EXPORTER: ['none', 'otlp'],
  OTEL_PROPAGATORS: ['b3', 'b3', 'tracecontext', 'tracecontext,xray'],
  OTEL_TRACES_SAMPLER: ['always_on', 'always_on', 'parentbased_traceidratio', 'xray', 'probabilistic'],
  OTEL_TRACES_SAMPLER_ARG: ['0.5'],
  OTEL_SDK_DISABLED: ['true'],
  OTEL_NODE_IP: ['10.0.0.1'],
  OTEL_POD_IP: ['10.0.0.2'],
};
const KNOWN_NAMES = [...new Set([...Object.keys(KNOWN_VALUES), ...JOINED])];
/** Of a variable that is joined and not named above. */
const ANY_OPTIONS = ['/own', ''];
const OTHER_NAMES = ['A', 'B', 'LATER', 'PATH', '__proto__', 'constructor', 'toString', 'a b', 'ÜMLAUT', ''];
const SPECIAL_NAMES = [
  'NODE_OPTIONS__USER',
  'PYTHONPATH__USER',
  'OTEL_RESOURCE_ATTRIBUTES__USER',
  'OTEL_GO_AUTO_TARGET_EXE',
];

const variableName: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...OTHER_NAMES) },
  { weight: 6, arbitrary: fc.constantFrom(...JOINED) },
  { weight: 3, arbitrary: fc.constantFrom(...KNOWN_NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...SPECIAL_NAMES) },
);

const keyReference = (optional: number): fc.Arbitrary<object> =>
  withUnknown(
    fc.record({
      name: fc.constantFrom(`${USERS}settings`, `${USERS}keys.v1`),
      key: usersText,
      optional: chance(optional, fc.boolean()),
    }),
  );

/** Every kind of source that a variable can have, and kinds that are newer than this program. */
const source: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ configMapKeyRef: keyReference(40) }),
  fc.record({ secretKeyRef: keyReference(40) }),
  fc.constantFrom(
    { fieldRef: { fieldPath: "metadata.labels['a']" } },
    { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } },
  ),
  fc.constant({ resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } }),
  fc.constantFrom({ fileKeyRef: { volumeName: `${USERS}v`, path: 'f', key: 'k', optional: true } }, {}, null),
);

const valueOf = (name: string): fc.Arbitrary<string> => {
  const others = JOINED.includes(name) ? ANY_OPTIONS : [];
  const known = Object.hasOwn(KNOWN_VALUES, name) ? (KNOWN_VALUES[name] ?? []) : others;
  return known.length === 0
    ? usersText
    : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: usersText });
};

const variable: fc.Arbitrary<object> = withUnknown(
  variableName.chain((name) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ name: fc.constant(name), value: valueOf(name) }) },
      { weight: 2, arbitrary: fc.record({ name: fc.constant(name), valueFrom: source }) },
      { weight: 1, arbitrary: fc.record({ name: fc.constant(name), value: nullable(0, oddText) }) },
    ),
  ),
);

/** The variable by which an injected container is known. */
const marker = fc.constant({ name: 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME', value: 'node' });

/** A reference that has to be renamed, and a variable that has the name already. */
const taken = fc.constantFrom('NODE_OPTIONS', 'JAVA_TOOL_OPTIONS', 'OTEL_RESOURCE_ATTRIBUTES').map((name) => [
  { name: `${name}__USER`, value: `${USERS}mine` },
  { name, valueFrom: { secretKeyRef: { name: `${USERS}keys`, key: 'k' } } },
]);

/** Options that load an agent already, and values with which an agent does not start. */
const otherAgent = fc.constantFrom(
  [{ name: 'OTEL_TRACES_EXPORTER', value: 'jaeger' }],
  [{ name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'http/json' }],
  [{ name: 'JAVA_TOOL_OPTIONS', value: '-javaagent:/other.jar' }],
  [{ name: 'NODE_OPTIONS', value: '--require dd-trace/init' }],
);

/** `env` of a container: duplicates, references of every kind, missing values. */
export const env: fc.Arbitrary<unknown> = nullable(
  75,
  fc
    .tuple(fc.array(variable, { maxLength: 5 }), chance(1, marker), chance(7, fc.oneof(taken, otherAgent)))
    .map(([list, mark, pair]) => [...list, ...(mark === undefined ? [] : [mark]), ...(pair ?? [])]),
);

/** Name of the ConfigMap that contexts hold; `gone` is one that they do not. */
export const HELD_CONFIG_MAP = 'held';

/** `envFrom` of a container. */
export const envFrom: fc.Arbitrary<unknown> = nullable(
  30,
  fc.array(
    withUnknown(
      fc.record({
        prefix: chance(20, fc.constantFrom('OTEL_', 'X_', '')),
        configMapRef: nullable(
          70,
          fc.record({
            name: chance(95, fc.constantFrom(HELD_CONFIG_MAP, HELD_CONFIG_MAP, 'gone')),
            optional: chance(20, fc.boolean()),
          }),
        ),
        secretRef: chance(20, fc.constant({ name: `${USERS}secret` })),
      }),
    ),
    { maxLength: 3 },
  ),
);

/** Data of a ConfigMap that a container takes its variables from. */
export const configMapData: fc.Arbitrary<Record<string, string>> = fc
  .array(
    variableName.chain((name) => fc.tuple(fc.constant(name), fc.oneof(valueOf(name), usersText))),
    { maxLength: 5 },
  )
  .map((entries) => Object.fromEntries(entries));
