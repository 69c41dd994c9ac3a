import { expect, test } from 'vitest';
import { parseInstrumentation } from '../../src/core/objects/parse-instrumentation.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { admitted, decisionOf } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import {
  bigIntegersSurvive,
  operationsMakeThePod,
  receivedIsUntouched,
  secondAdmissionIsQuiet,
} from './patch-laws.js';
import { containersAreKept, restOfThePodIsKept } from './user-laws.js';

/** Pods of a mebibyte, the most that etcd holds, each large in one way. */

const MEBIBYTE = 2 ** 20;
const list = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));

const variable = (index: number): object =>
  index % 3 === 0
    ? {
        name: `V${index}`,
        valueFrom: { secretKeyRef: { name: 'keys', key: `k${index}`, xBig: '@9007199254740993@' } },
      }
    : { name: `V${index}`, value: `$(V${index - 1}) ${'v'.repeat(30)}` };

interface Large {
  readonly containers?: readonly object[];
  readonly volumes?: readonly object[];
  readonly annotations?: object;
  /** Without the web server, whose clone has the variables of its source: twice as many do not fit into etcd. */
  readonly hasNoClone?: true;
}

const app = { name: 'app', image: 'shop:1', env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=shop' }] };

const LARGE: readonly (readonly [string, Large])[] = [
  [
    'many containers',
    {
      containers: list(2000, (index) => ({
        ...app,
        name: `app-${index}`,
        args: ['x'.repeat(430)],
        xBig: '@9223372036854775807@',
      })),
    },
  ],
  ['many variables', { containers: [{ ...app, env: list(14_000, variable) }], hasNoClone: true }],
  [
    'huge values',
    {
      containers: [
        {
          ...app,
          env: list(4, (index) => ({
            name: ['OTEL_SERVICE_NAME', 'OTEL_EXPORTER_OTLP_HEADERS', 'A', 'OTEL_TRACES_SAMPLER_ARG'][index],
            value: 'k=$(A)'.repeat(MEBIBYTE / 24),
          })),
        },
      ],
      hasNoClone: true,
    },
  ],
  [
    'many annotations',
    {
      annotations: Object.fromEntries(list(8000, (index) => [`x.example/a${index}`, 'a'.repeat(12)])),
      containers: [{ ...app, args: ['x'.repeat(MEBIBYTE - 300_000)] }],
    },
  ],
  [
    'many volumes',
    {
      volumes: list(8000, (index) => ({
        name: `v${index}`,
        configMap: { name: `c${index}`, defaultMode: 420 },
      })),
      containers: [
        {
          ...app,
          volumeMounts: list(8000, (index) => ({
            name: `v${index}`,
            mountPath: `/usr/local/apache2/conf/${index}`,
          })),
        },
      ],
    },
  ],
];

const INJECT = 'instrumentation.opentelemetry.io';
const requests = (languages: readonly string[]): object =>
  Object.fromEntries(languages.map((each) => [`${INJECT}/inject-${each}`, 'true']));
const COPIED = ['java', 'python', 'nodejs'];

function podOf({ containers = [app], volumes = [], annotations = {}, hasNoClone }: Large): object {
  const [first] = containers as readonly { readonly name: string }[];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'large',
      annotations: {
        ...annotations,
        ...requests(hasNoClone === true ? COPIED : [...COPIED, 'apache-httpd']),
        [`${INJECT}/container-names`]: first?.name,
      },
    },
    spec: { containers, volumes, securityContext: { runAsUser: 1000 } },
  };
}

function snapshot(): ClusterSnapshot {
  const read = parseInstrumentation({
    metadata: { name: 'main', namespace: NAMESPACE },
    spec: {
      exporter: { endpoint: 'http://otel-collector:4317' },
      env: [
        { name: 'B', value: '$(LATER)' },
        { name: 'LATER', value: 'x' },
      ],
    },
  });
  if (!read.ok) throw new Error('the Instrumentation is refused');
  return {
    ...EMPTY_SNAPSHOT,
    namespaces: new Map([[NAMESPACE, { annotations: {}, labels: {} }]]),
    instrumentations: new Map([[NAMESPACE, new Map([['main', read.value.instrumentation]])]]),
  };
}

test.each(LARGE)('a pod of a mebibyte with %s is injected within the laws', (_, large) => {
  const marked = JSON.stringify(podOf(large));
  expect(marked.length).toBeGreaterThan(0.9 * MEBIBYTE);
  const decision = decisionOf(admitted({ marked, snapshot: snapshot() }));
  expect(decision?.outcome.status).toBe('injected');
  if (decision === undefined) return;
  for (const law of [
    operationsMakeThePod,
    bigIntegersSurvive,
    receivedIsUntouched,
    secondAdmissionIsQuiet,
    restOfThePodIsKept,
    containersAreKept,
  ])
    law(decision);
});
