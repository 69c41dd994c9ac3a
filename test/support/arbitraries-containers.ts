import fc from 'fast-check';
import { env, envFrom } from './arbitraries-env.js';
import { bigInteger, chance, nullable, USERS, usersText, withUnknown } from './arbitraries-text.js';

/** Containers, their mounts, resources and security contexts. */

/** How a pod's containers ask for resources; the class of the pod follows from it. */
export const PROFILES = ['none', 'guaranteed', 'mixed', 'odd'] as const;
export type Profile = (typeof PROFILES)[number];

const CPU = ['10m', '100m', '0.5', 1, '2', '250e-3'];
/** Mostly as much as agents need. */
const MEMORY = ['8Mi', '200Mi', '256Mi', '1Gi', '1000M', 536870912, '1e9'];
const STORAGE = ['10Mi', '100Mi', '4Gi'];

const quantities = (present: number): fc.Arbitrary<object> =>
  fc.record({
    cpu: chance(present, fc.constantFrom(...CPU)),
    memory: chance(present, fc.constantFrom(...MEMORY)),
    'ephemeral-storage': chance(14, fc.constantFrom(...STORAGE)),
  });

const oddQuantities = fc.dictionary(
  fc.constantFrom('cpu', 'memory', 'example.com/gpu', '__proto__', 'constructor', 'hugepages-2Mi'),
  fc.oneof(fc.constantFrom('', 'much', '1KiB', '-1', '0', 0, '100m', '1E', '1n'), bigInteger),
  { maxKeys: 3 },
);

const guaranteed = fc.tuple(fc.constantFrom(...CPU), fc.constantFrom(...MEMORY)).map(([cpu, memory]) => ({
  limits: { cpu, memory },
  requests: { cpu, memory },
}));

/** Requests above a limit are lowered to it, as the API server takes no others. */
const mixed = fc
  .record({ requests: nullable(70, quantities(60)), limits: nullable(50, quantities(60)) })
  .map(({ requests, limits }) => ({ requests: { ...requests, ...limits }, limits }));

const RESOURCES: Readonly<Record<Profile, fc.Arbitrary<unknown>>> = {
  none: fc.constant(undefined),
  guaranteed,
  mixed: nullable(80, withUnknown(mixed)),
  odd: nullable(
    80,
    withUnknown(fc.record({ requests: nullable(60, oddQuantities), limits: nullable(60, oddQuantities) })),
  ),
};

const seccomp = nullable(
  25,
  fc.constantFrom(
    { type: 'RuntimeDefault' },
    { type: 'Unconfined' },
    { type: 'Localhost', localhostProfile: 'p.json' },
  ),
);
const identity = {
  runAsUser: nullable(40, fc.constantFrom(0, 1000, 2147483647)),
  runAsGroup: chance(15, fc.constantFrom(0, 1000)),
  runAsNonRoot: nullable(20, fc.boolean()),
  seLinuxOptions: nullable(10, fc.constantFrom({ level: 's0:c1,c2' }, {})),
  seccompProfile: seccomp,
};

/** `securityContext` of a pod. */
export const podContext: fc.Arbitrary<unknown> = nullable(
  40,
  withUnknown(
    fc.record({
      ...identity,
      fsGroup: chance(20, fc.constant(2000)),
      windowsOptions: chance(1, fc.constant({ runAsUserName: 'x' })),
    }),
  ),
);

const containerContext: fc.Arbitrary<unknown> = nullable(
  40,
  withUnknown(
    fc.record({
      ...identity,
      privileged: chance(5, fc.boolean()),
      allowPrivilegeEscalation: chance(10, fc.boolean()),
      capabilities: nullable(20, fc.constantFrom({ add: ['SYS_ADMIN'] }, { drop: ['ALL'] }, {})),
    }),
  ),
);

const OWN_PATHS = [
  '/otel-auto-instrumentation-nodejs',
  '/otel-auto-instrumentation-python/',
  '/otel-auto-instrumentation-java-app',
  '/opt/opentelemetry-webserver/agent',
  '/opt/opentelemetry-webserver/source-conf',
];
const CONFIG_PATHS = [
  '/usr/local/apache2/conf',
  '/usr/local/apache2/conf/extra',
  '/usr/local/apache2/config',
  '/etc/nginx/conf.d',
  '/etc/nginx/',
];
const mountPath = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('/data', '/tmp', '/var/run/secrets', '/é', `/${USERS}`) },
  { weight: 3, arbitrary: fc.constantFrom(...CONFIG_PATHS) },
  { weight: 1, arbitrary: fc.constantFrom(...OWN_PATHS) },
);

/** Names of the volumes that mounts refer to and pods may have. */
export const VOLUME_NAMES = [`${USERS}data`, `${USERS}tmp`, 'settings', 'conf'] as const;
/** Names that injection needs. */
export const OWN_VOLUME_NAMES = [
  'opentelemetry-auto-instrumentation-python',
  'opentelemetry-auto-instrumentation-java',
  'otel-apache-agent',
  'otel-nginx-conf-dir',
  'otel-auto-secret-tls',
  'kernel-debug',
] as const;

const mounts: fc.Arbitrary<unknown> = nullable(
  60,
  fc.uniqueArray(
    withUnknown(
      fc.record({
        mountPath,
        name: fc.oneof(
          { weight: 12, arbitrary: fc.constantFrom(...VOLUME_NAMES) },
          { weight: 1, arbitrary: fc.constantFrom(...OWN_VOLUME_NAMES) },
        ),
        readOnly: chance(30, fc.boolean()),
        subPathExpr: chance(10, fc.constant('$(A)')),
        recursiveReadOnly: chance(5, fc.constant('IfPossible')),
      }),
    ) as fc.Arbitrary<{ mountPath: string }>,
    { maxLength: 4, selector: ({ mountPath: path }) => path },
  ),
);

const IMAGES = [
  'docker.io/library/wordpress:6-php8.3-apache',
  'shop:1.2.3',
  'registry.example:5000/team/shop:v1@sha256:' + 'a'.repeat(64),
  'shop@sha256:' + 'b'.repeat(64),
  'Bad Image',
  'localhost/shop:latest',
  'shop:1.2.3-alpine',
  'node:14',
  '',
];

/** Commands that tell what they start. */
const COMMANDS = [
  ['python', 'manage.py', 'runserver'],
  ['gunicorn', '-k', 'gevent', 'shop.wsgi'],
  ['sh', '-c', 'NODE_OPTIONS=x JAVA_TOOL_OPTIONS=x node server.mjs'],
];
const command = fc.oneof(fc.array(usersText, { maxLength: 2 }), fc.constantFrom(...COMMANDS));

/** What a container has beside its name. Ports, probes and all else that is not read come as odd as they may. */
export const containerBody = (profile: Profile): fc.Arbitrary<object> =>
  withUnknown(
    fc.record({
      image: nullable(90, fc.constantFrom(...IMAGES)),
      imagePullPolicy: chance(30, fc.constantFrom('Always', 'Never')),
      command: chance(30, command),
      args: chance(30, fc.array(usersText, { maxLength: 2 })),
      workingDir: chance(10, usersText),
      env,
      envFrom,
      volumeMounts: mounts,
      resources: RESOURCES[profile],
      securityContext: containerContext,
      ports: chance(20, fc.constant([{ containerPort: 8080, name: `${USERS}http` }])),
      livenessProbe: chance(10, withUnknown(fc.constant({ exec: { command: [USERS] }, periodSeconds: 5 }))),
      volumeDevices: chance(5, fc.constant([{ name: `${USERS}disk`, devicePath: '/dev/x' }])),
      resizePolicy: chance(5, fc.constant([{ resourceName: 'cpu', restartPolicy: 'NotRequired' }])),
    }),
  );
