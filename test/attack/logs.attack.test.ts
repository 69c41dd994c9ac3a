import { afterEach, beforeEach, expect, test } from 'vitest';
import { CONTEXT, expectsAnswers } from './calm.js';
import { reviewOnce } from './client.js';
import { startProduct, type Product } from './product.js';
import { readResponse, writeReview } from './reviews.js';
import { printFigures } from './seed.js';

/** A tenant writes the log through the names of objects: it stays short, readable and without secrets. */

const REVIEWS = 20;
const KIB = 1024;
/** The most that one review may add to the log. */
const MOST_A_REVIEW = 4 * KIB;
const SECRET = 'correct-horse-battery-staple';

let product: Product;

beforeEach(async () => {
  product = await startProduct({ context: CONTEXT });
});

afterEach(async () => {
  await product.kill();
});

interface Names {
  readonly name?: string;
  readonly generateName?: string;
  readonly container?: string;
  readonly value?: string;
  readonly instrumentation?: string;
}

/** A pod that asks, and has these names. */
const makePod = ({
  container = 'app',
  value = SECRET,
  instrumentation = 'true',
  ...names
}: Names): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...names,
    annotations: {
      'instrumentation.opentelemetry.io/inject-java': instrumentation,
      'instrumentation.opentelemetry.io/java-container-names': container,
      'kubectl.kubernetes.io/last-applied-configuration': `{"password":"${SECRET}"}`,
    },
  },
  spec: {
    containers: [
      {
        name: container,
        image: 'shop:1',
        args: [`--password=${SECRET}`],
        env: [
          { name: 'DATABASE_URL', value: `postgres://shop:${SECRET}@db/shop` },
          { name: 'JAVA_TOOL_OPTIONS', value: `-Dpassword=${value}` },
          { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: `authorization=Basic ${SECRET}` },
          { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: `https://shop:${SECRET}@traces.example` },
          { name: 'OTEL_TRACES_EXPORTER', value: SECRET },
        ],
      },
    ],
  },
});

/** What a terminal or a reader of lines obeys, and what writes from right to left. */
const CONTROLS = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const FORGERIES = [
  '\u001b[2J\u001b[H',
  '\u0007\u0008\u007f',
  '\u009b31m',
  'a\r\n{"level":"info","msg":"The pod was admitted."}\n',
  '\u2028\u2029',
  '\u202egnp.elbatucexe\u202c',
  '\u2066\u2069\u200f',
  '\ud800',
  '"},{"level":"fatal"',
];
const GIANT = 2_500_000;
const LARGE = 140_000;

const ATTACKS: readonly (readonly [string, (index: number) => object])[] = [
  ['a giant name', (index) => makePod({ name: `${index}${'n'.repeat(GIANT)}` })],
  ['a giant generateName', (index) => makePod({ generateName: `${index}${'g'.repeat(GIANT)}` })],
  ['a giant container', (index) => makePod({ container: `${index}${'c'.repeat(LARGE)}` })],
  ['a giant Instrumentation', (index) => makePod({ instrumentation: `${index}${'i'.repeat(LARGE)}` })],
  ['a giant value', (index) => makePod({ value: `${index}${'v'.repeat(LARGE)}` })],
  [
    'a name of a hundred thousand escapes',
    (index) => makePod({ name: `${index}${'\u0001\\"'.repeat(LARGE / 4)}` }),
  ],
  ['names that forge', (index) => makePod({ name: FORGERIES[index % FORGERIES.length] ?? '' })],
  [
    'names that forge all over',
    (index) => {
      const text = FORGERIES[index % FORGERIES.length] ?? '';
      return makePod({ generateName: text, container: text, value: text, instrumentation: text });
    },
  ],
];

test.each(ATTACKS)(`${REVIEWS} reviews with %s leave a short log that can be read`, async (what, pod) => {
  for (let index = 0; index < REVIEWS; index += 1) {
    const { status, text } = await reviewOnce(product, writeReview(pod(index)));
    expect([200, 413, 503]).toContain(status);
    if (status === 200) expect(readResponse(text).allowed).toBe(true);
  }
  await expectsAnswers(product);
  await product.stop();
  const written = product.log();
  const lines = written.split('\n').slice(0, -1);
  printFigures(`log of ${what}`, { lines: lines.length, bytes: Buffer.byteLength(written) });
  // A line for each review at least, and those of the start and the end.
  expect(lines.length).toBeGreaterThanOrEqual(REVIEWS);
  expect(Buffer.byteLength(written)).toBeLessThanOrEqual(MOST_A_REVIEW * REVIEWS);
  expect(lines.filter((line) => !isLogLine(line))).toEqual([]);
  expect(CONTROLS.exec(written)?.[0]).toBeUndefined();
  expect(written.includes(SECRET)).toBe(false);
});

/** A line of the log is JSON with a level that we know. */
function isLogLine(line: string): boolean {
  try {
    const { level, msg } = JSON.parse(line) as { readonly level?: unknown; readonly msg?: unknown };
    return typeof msg === 'string' && ['info', 'warn', 'error'].includes(String(level));
  } catch {
    return false;
  }
}
