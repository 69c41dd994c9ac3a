import { BOMBS } from './bombs.js';
import { makeManyContainers } from './places.js';
import { writeReview } from './reviews.js';

/** Reviews that are large and costly by nature, however linear the work is. */

const list = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const ASKS = {
  'instrumentation.opentelemetry.io/inject-java': 'true',
  'instrumentation.opentelemetry.io/container-names': 'app-0',
};

const large = (spec: object, annotations: object = {}): string =>
  writeReview({
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { name: 'large', annotations: { ...ASKS, ...annotations } },
    spec: { containers: [{ name: 'app-0', image: 'shop:1' }], ...spec },
  });

/** Pods of some 3 MB, all that an API server reads, each large in one way. */
const PODS: Readonly<Record<string, () => string>> = {
  containers: () =>
    large({
      containers: list(20_000, (index) => ({
        name: `app-${index}`,
        image: 'shop:1',
        args: ['x'.repeat(90)],
      })),
    }),
  variables: () =>
    large({
      containers: [
        {
          ...{ name: 'app-0', image: 'shop:1' },
          env: list(45_000, (index) => ({ name: `V${index}`, value: `$(V${index + 1}) ${'v'.repeat(20)}` })),
        },
      ],
    }),
  'mounts and volumes': () =>
    large({
      volumes: list(20_000, (index) => ({ name: `v${index}`, emptyDir: {} })),
      containers: [
        {
          ...{ name: 'app-0', image: 'shop:1' },
          volumeMounts: list(20_000, (index) => ({
            name: `v${index}`,
            mountPath: `/usr/local/${'m'.repeat(40)}/${index}`,
          })),
        },
      ],
    }),
  tolerations: () =>
    large({ tolerations: list(60_000, (index) => ({ key: `k${index}`, operator: 'Exists' })) }),
  annotations: () =>
    large({}, Object.fromEntries(list(60_000, (index) => [`x.example/a${index}`, 'a'.repeat(20)]))),
  'containers that ask': () =>
    writeReview(makeManyContainers(2000, `--max-old-space-size=1 ${'x'.repeat(1300)}`)),
};

type LargeReview = readonly [string, () => string];

/** Pods of 3 MB by what they are of. */
export const LARGE_PODS: readonly LargeReview[] = Object.entries(PODS).map(([what, make]) => [
  `3 MB of ${what}`,
  make,
]);

/** These, and bodies as large as any that are read. */
export const LARGE_REVIEWS: readonly LargeReview[] = [
  ...LARGE_PODS,
  ...BOMBS.filter(({ what }) => what.endsWith('in a container')).map(
    ({ what, body }) => [what, () => body().toString()] as const,
  ),
];
