import fc from 'fast-check';

/** How strict the Pod Security level of a namespace is. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

const sometimes = <T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: percent, arbitrary }, { weight: 100 - percent, arbitrary: fc.constant(undefined) });

/** Variables that the webhook joins, adds or reads, and some that it does not know. */
const NAMES = [
  'JAVA_TOOL_OPTIONS',
  'NODE_OPTIONS',
  'PYTHONPATH',
  'CORECLR_ENABLE_PROFILING',
  'DOTNET_STARTUP_HOOKS',
  'LD_PRELOAD',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_TRACES_SAMPLER',
  'OTEL_PROPAGATORS',
  'POD_NAME',
  'GREETING',
  'PATH_PREFIX',
];

const VALUES = [
  '',
  'value',
  '-Xmx64m',
  '$(GREETING) there',
  'a=b,c=d',
  '$$(ESCAPED)',
  'http://collector:4317',
  'grpc',
  'é ✓',
];

const reference = fc.record({
  name: fc.constantFrom('settings', 'missing'),
  key: fc.constantFrom('key', 'other'),
});

const valueFrom = fc.oneof(
  reference.map((configMapKeyRef) => ({ configMapKeyRef })),
  reference.map((secretKeyRef) => ({ secretKeyRef })),
  reference.map((each) => ({ configMapKeyRef: { ...each, optional: true } })),
  fc
    .constantFrom('metadata.name', 'metadata.namespace', 'status.podIP', 'spec.nodeName')
    .map((fieldPath) => ({ fieldRef: { fieldPath } })),
);

const variable = fc.oneof(
  { weight: 3, arbitrary: fc.record({ name: fc.constantFrom(...NAMES), value: fc.constantFrom(...VALUES) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constantFrom(...NAMES), valueFrom }) },
);

/** Requests and limits of cpu and memory, as a quota demands of every container. */
const wholeResources = fc.constantFrom(
  { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '100m', memory: '256Mi' } },
  { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '320Mi' } },
  { limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '2Gi' } },
);

const anyResources = fc.oneof(
  wholeResources,
  fc.constantFrom<object>(
    {},
    { limits: { memory: '256Mi', 'ephemeral-storage': '64Mi' } },
    { requests: { cpu: '10m' } },
    { requests: { memory: '256Mi' }, limits: { memory: '256Mi' } },
  ),
);

/** What Pod Security allows at a level; at `privileged` also what it would forbid at the others. */
const securityContext = (level: Level): fc.Arbitrary<object | undefined> => {
  const restricted = fc.record(
    {
      allowPrivilegeEscalation: fc.constant(false),
      runAsNonRoot: fc.constant(true),
      capabilities: fc.constantFrom({ drop: ['ALL'] }, { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }),
      seccompProfile: fc.constant({ type: 'RuntimeDefault' }),
      runAsUser: fc.constantFrom(1000, 65532),
      readOnlyRootFilesystem: fc.boolean(),
    },
    { requiredKeys: ['allowPrivilegeEscalation', 'runAsNonRoot', 'capabilities', 'seccompProfile'] },
  );
  const free = fc.record(
    {
      runAsUser: fc.constantFrom(0, 1000),
      runAsNonRoot: fc.constant(false),
      readOnlyRootFilesystem: fc.boolean(),
      capabilities: fc.constant({ add: ['CHOWN'] }),
    },
    { requiredKeys: [] },
  );
  const privileged = fc.constantFrom({ privileged: true }, { capabilities: { add: ['SYS_ADMIN'] } });
  switch (level) {
    case 'restricted':
      return restricted;
    case 'baseline':
      return sometimes(60, fc.oneof(restricted, free));
    case 'privileged':
      return sometimes(60, fc.oneof(restricted, free, privileged));
  }
};

const mounts = fc.subarray([
  { name: 'data', mountPath: '/data' },
  { name: 'settings', mountPath: '/etc/settings', readOnly: true },
  { name: 'data', mountPath: '/otel-auto-instrumentation-nodejs', subPath: 'x' },
]);

/** The body of a container, without its name; `whole` gives each its requests and limits. */
export const containerBody = (level: Level, whole: boolean): fc.Arbitrary<object> =>
  fc
    .record({
      image: fc.constantFrom('registry.example/app:1', 'nginx:1.25', 'httpd'),
      command: sometimes(30, fc.constant(['run'])),
      env: sometimes(80, fc.uniqueArray(variable, { maxLength: 6, selector: ({ name }) => name })),
      envFrom: sometimes(
        20,
        fc.constantFrom(
          [{ configMapRef: { name: 'settings' } }],
          [{ secretRef: { name: 'settings', optional: true } }],
        ),
      ),
      resources: whole ? wholeResources : anyResources,
      securityContext: securityContext(level),
      volumeMounts: sometimes(40, mounts),
    })
    .map(present);

/** The same without fields that are undefined. */
export const present = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));
