/** What a pod asks for: nothing, Java in one container, or a language in each of its three containers. */
export const ASKS = ['nothing', 'java', 'three-languages'] as const;
export type Ask = (typeof ASKS)[number];

/** In which direction a pod grows above its usual size. */
export const GROWTHS = ['variables', 'containers'] as const;
export type Growth = (typeof GROWTHS)[number];

/** The namespace of `context.yaml`. */
const NAMESPACE = 'shop';
const CONTAINERS = ['app', 'proxy', 'exporter'];
const PREFIX = 'instrumentation.opentelemetry.io';

const ANNOTATIONS: Readonly<Record<Ask, Readonly<Record<string, string>>>> = {
  nothing: {},
  java: { [`${PREFIX}/inject-java`]: 'true', [`${PREFIX}/container-names`]: 'app' },
  'three-languages': {
    [`${PREFIX}/inject-java`]: 'true',
    [`${PREFIX}/java-container-names`]: 'app',
    [`${PREFIX}/inject-nodejs`]: 'true',
    [`${PREFIX}/nodejs-container-names`]: 'proxy',
    [`${PREFIX}/inject-python`]: 'true',
    [`${PREFIX}/python-container-names`]: 'exporter',
  },
};

type Json = Readonly<Record<string, unknown>>;

interface Parts {
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly Json[];
}

/**
 * An AdmissionReview as the API server sends it for a pod of a Deployment, as JSON text: three containers with 30
 * variables, some 6.7 kB. With `grow` it has at least so many bytes, by more and more of one part of the pod.
 */
export function reviewText(ask: Ask, grow?: { readonly by: Growth; readonly bytes: number }): string {
  const usual = parts(ask);
  const text = JSON.stringify(review(usual));
  if (grow === undefined || grow.bytes <= text.length) return text;
  return JSON.stringify(review(grown(usual, grow.by, grow.bytes - text.length)));
}

function parts(ask: Ask): Parts {
  return {
    annotations: { 'kubectl.kubernetes.io/restartedAt': '2024-05-14T08:12:45Z', ...ANNOTATIONS[ask] },
    containers: CONTAINERS.map((name) => container(name, variables(name, 10))),
  };
}

function grown({ annotations, containers }: Parts, by: Growth, missing: number): Parts {
  switch (by) {
    case 'variables':
      return {
        annotations,
        containers: CONTAINERS.map((name) =>
          container(name, variables(name, 10 + countFor(missing / CONTAINERS.length, variable))),
        ),
      };
    case 'containers': {
      const more = (index: number): Json => container(`extra-${index}`, variables(`extra-${index}`, 10));
      return { annotations, containers: [...containers, ...listOf(countFor(missing, more), more)] };
    }
  }
}

/** How many items it takes to fill so many bytes. */
const countFor = (bytes: number, item: (index: number) => Json): number =>
  Math.ceil(bytes / (JSON.stringify(item(100)).length + 1));

const listOf = <T>(count: number, item: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => item(index));

const variables = (container: string, count: number): readonly Json[] =>
  listOf(count, (index) =>
    index === 3
      ? {
          name: 'DATABASE_PASSWORD',
          valueFrom: { secretKeyRef: { name: `${container}-db`, key: 'password' } },
        }
      : variable(index),
  );

/** Every fifth one refers to another one. */
const variable = (index: number): Json => ({
  name: `SETTING_NUMBER_${index}`,
  value:
    index % 5 === 4
      ? `http://$(SETTING_NUMBER_${index - 1}):8080/path`
      : `the value of setting ${index} of this container`,
});

const PROBE = {
  httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
  initialDelaySeconds: 5,
  periodSeconds: 10,
  failureThreshold: 3,
};

const container = (name: string, env: readonly Json[]): Json => ({
  name,
  image: `registry.example.com/shop/${name}:1.4.2`,
  args: ['--port=8080', '--log-format=json'],
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  env,
  resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } },
  volumeMounts: [
    { name: 'config', mountPath: '/etc/shop', readOnly: true },
    { name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
  ],
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
  securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, runAsUser: 10001 },
});

function review({ annotations, containers }: Parts): Json {
  return {
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      requestKind: { group: '', version: 'v1', kind: 'Pod' },
      requestResource: { group: '', version: 'v1', resource: 'pods' },
      namespace: NAMESPACE,
      operation: 'CREATE',
      userInfo: {
        username: 'system:serviceaccount:kube-system:replicaset-controller',
        uid: '5b1e3f0c-33f1-4d4c-9b0f-2f6a5a6c7d8e',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
      },
      object: pod(annotations, containers),
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1' },
    },
  };
}

const pod = (annotations: Parts['annotations'], containers: readonly Json[]): Json => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    // The API server makes a name of it when the pod is admitted.
    generateName: 'checkout-6d5f8c7b9-',
    namespace: NAMESPACE,
    labels: { 'app.kubernetes.io/name': 'checkout', 'pod-template-hash': '6d5f8c7b9' },
    annotations,
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: 'checkout-6d5f8c7b9',
        uid: '2f6a5a6c-7d8e-4d4c-9b0f-5b1e3f0c33f1',
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  },
  spec: {
    volumes: [
      { name: 'config', configMap: { name: 'checkout', defaultMode: 420 } },
      {
        name: 'token',
        projected: { sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] },
      },
    ],
    containers,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: 'checkout',
    securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
    schedulerName: 'default-scheduler',
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  },
});
