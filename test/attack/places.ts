/** The places of a pod, and of an Instrumentation, in which a text may stand that is read. */

const OPERATOR = 'instrumentation.opentelemetry.io';
const ASKS = {
  [`${OPERATOR}/inject-java`]: 'true',
  [`${OPERATOR}/inject-nodejs`]: 'true',
  [`${OPERATOR}/inject-python`]: 'true',
  [`${OPERATOR}/container-names`]: 'app',
};

/** Makes an object with a text in it. */
type Make = (text: string) => object;

interface Parts {
  readonly metadata?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly container?: object;
  readonly env?: readonly object[];
}

const ATTRIBUTES = { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=shop' };

/** A pod that asks for three languages in one container. */
const makePod = ({
  metadata = {},
  annotations = {},
  spec = {},
  container = {},
  env = [],
}: Parts): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'attack', annotations: { ...ASKS, ...annotations }, ...metadata },
  spec: {
    volumes: [{ name: 'data', emptyDir: {} }],
    ...spec,
    containers: [{ name: 'app', image: 'shop:1', env: [ATTRIBUTES, ...env], ...container }],
  },
});

const variable = (name: string) => (value: string) => makePod({ env: [{ name, value }] });
const annotation = (key: string) => (value: string) => makePod({ annotations: { [key]: value } });

/** Pods with a text in one place. */
export const POD_PLACES: Readonly<Record<string, Make>> = {
  'a variable': variable('ANY'),
  NODE_OPTIONS: variable('NODE_OPTIONS'),
  JAVA_TOOL_OPTIONS: variable('JAVA_TOOL_OPTIONS'),
  PYTHONPATH: variable('PYTHONPATH'),
  OTEL_RESOURCE_ATTRIBUTES: (value) => makePod({ container: { env: [{ ...ATTRIBUTES, value }] } }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable('OTEL_EXPORTER_OTLP_ENDPOINT'),
  OTEL_EXPORTER_OTLP_HEADERS: variable('OTEL_EXPORTER_OTLP_HEADERS'),
  OTEL_PROPAGATORS: variable('OTEL_PROPAGATORS'),
  'the name of a variable': (name) => makePod({ env: [{ name, value: 'x' }] }),
  'a mountPath': (mountPath) => makePod({ container: { volumeMounts: [{ name: 'data', mountPath }] } }),
  'an image': (image) => makePod({ container: { image } }),
  'an argument': (text) => makePod({ container: { args: [text], command: [text] } }),
  'a quantity': (cpu) => makePod({ container: { resources: { limits: { cpu }, requests: { cpu } } } }),
  'a prefix of envFrom': (prefix) =>
    makePod({ container: { envFrom: [{ prefix, configMapRef: { name: 'a' } }] } }),
  'the name of a pod': (name) => makePod({ metadata: { name } }),
  'a generateName': (generateName) => makePod({ metadata: { name: undefined, generateName } }),
  'a label': (text) => makePod({ metadata: { labels: { 'app.kubernetes.io/version': text } } }),
  'an owner': (name) => makePod({ metadata: { ownerReferences: [{ kind: 'ReplicaSet', name }] } }),
  'the request for Java': annotation(`${OPERATOR}/inject-java`),
  'names of containers': annotation(`${OPERATOR}/container-names`),
  'an attribute': annotation('resource.opentelemetry.io/team'),
  'the name of a volume': (name) => makePod({ spec: { volumes: [{ name, emptyDir: {} }] } }),
  'a toleration': (key) => makePod({ spec: { tolerations: [{ key }] } }),
  'an architecture': (text) => makePod({ spec: { nodeSelector: { 'kubernetes.io/arch': text } } }),
};

/** An Instrumentation for Java and Node.js with parts of its spec. */
const makeInstrumentation = (spec: object): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name: 'shop', namespace: 'shop' },
  spec,
});

const env = (value: string): object =>
  makeInstrumentation({ env: [ATTRIBUTES, { name: 'ANY', value }, { name: 'NODE_OPTIONS', value }] });

/** Instrumentations with a text in one place. */
export const INSTRUMENTATION_PLACES: Readonly<Record<string, Make>> = {
  variables: env,
  'the variables of Java': (value) =>
    makeInstrumentation({ java: { env: [ATTRIBUTES, { name: 'A', value }] } }),
  'an endpoint': (endpoint) => makeInstrumentation({ exporter: { endpoint } }),
  'an image': (image) => makeInstrumentation({ java: { image } }),
  'a quantity': (cpu) => makeInstrumentation({ java: { resources: { limits: { cpu } } } }),
  'a limit of a volume': (text) => makeInstrumentation({ java: { volumeLimitSize: text } }),
  'an argument of a sampler': (argument) =>
    makeInstrumentation({ sampler: { type: 'traceidratio', argument } }),
  'an attribute': (a) => makeInstrumentation({ resource: { resourceAttributes: { a } } }),
};

/** A pod of so many containers, each with a text in NODE_OPTIONS. */
export function makeManyContainers(count: number, text: string): object {
  const names = Array.from({ length: count }, (_, index) => `app-${index}`);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'many',
      annotations: {
        [`${OPERATOR}/inject-nodejs`]: 'true',
        [`${OPERATOR}/container-names`]: names.join(','),
      },
    },
    spec: {
      containers: names.map((name) => ({
        name,
        image: 'shop:1',
        env: [{ name: 'NODE_OPTIONS', value: text }],
      })),
    },
  };
}
