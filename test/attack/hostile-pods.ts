import fc from 'fast-check';
import { isRecord } from '../../src/core/json.js';
import { anyJson, placesIn, replaced } from '../support/arbitraries-json.js';
import { pod } from '../support/arbitraries-pods.js';
import { chance, USERS } from '../support/arbitraries-text.js';
import { hostileText } from './texts.js';

/** Pods whose author means harm: the generated ones, with texts and lists that cost whoever reads them carelessly. */

export interface HostilePod {
  /** `lawful` pods have a shape that all laws are about; in a `broken` one some part is anything at all. */
  readonly kind: 'lawful' | 'broken';
  readonly pod: unknown;
}

/** An at sign marks the integers that the laws follow. */
const unmarkedText = hostileText.filter((text) => !text.includes('@'));

type Change = (pod: unknown) => unknown;

/** Follows the user's mark with a hostile text, in one of the places where the mark stands. */
const hostileTexts: fc.Arbitrary<Change> = fc
  .array(fc.tuple(fc.nat(), unmarkedText), { minLength: 1, maxLength: 3 })
  .map((list) => (value) => {
    const texts = placesIn(value).filter((path) => startsMarked(at(value, path)));
    return list.reduce(
      (changed, [index, text], order) =>
        texts.length === 0
          ? changed
          : replaced(changed, texts[index % texts.length] ?? [], `${USERS}${order}${text}`),
      value,
    );
  });

const startsMarked = (value: unknown): boolean => typeof value === 'string' && value.startsWith(USERS);

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isHolder(inner) ? inner[key] : undefined), value);

const isHolder = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Lists of a pod that its author may make long: where they stand, and what one more item is. */
const LISTS: readonly (readonly [readonly string[], (index: number, text: string) => object])[] = [
  [
    ['spec', 'containers', '0', 'env'],
    (index, text) => ({ name: `MORE_${index}`, value: `${USERS}$(MORE_${index - 1})${text}` }),
  ],
  [['spec', 'containers', '0', 'env'], (index) => ({ name: `NEXT_${index}`, value: `$(NEXT_${index + 1})` })],
  [['spec', 'containers', '0', 'env'], (_, text) => ({ name: 'SAME', value: `${USERS}${text}` })],
  [['spec', 'volumes'], (index) => ({ name: `more-${index}`, emptyDir: {} })],
  [
    ['spec', 'containers'],
    (index, text) => ({ name: `more-${index}`, image: 'more', args: [`${USERS}${text}`] }),
  ],
  [['spec', 'initContainers'], (index) => ({ name: `more-init-${index}`, image: 'more' })],
  [['spec', 'tolerations'], (_, text) => ({ key: `${USERS}${text}` })],
  [['metadata', 'ownerReferences'], (index, text) => ({ kind: 'ReplicaSet', name: `more-${index}-${text}` })],
];

/** Makes some of the lists long, each of them once: names are unique in a pod. */
const longLists: fc.Arbitrary<Change> = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...LISTS), { minLength: 1, maxLength: 2 }),
    fc.integer({ min: 10, max: 60 }),
    unmarkedText,
  )
  .map(
    ([lists, count, text]) =>
      (value) =>
        lists.reduce((longer, list) => withMore(longer, list, { count, text }), value),
  );

interface More {
  readonly count: number;
  readonly text: string;
}

function withMore(value: unknown, [path, item]: (typeof LISTS)[number], { count, text }: More): unknown {
  const list = at(value, path);
  if (!Array.isArray(list)) return value;
  const more = Array.from({ length: count }, (_, index) => item(index, text.slice(0, 64)));
  return replaced(value, path, [...(list as unknown[]), ...more]);
}

/** Fills the annotations with more of them. */
const manyAnnotations: fc.Arbitrary<Change> = fc
  .tuple(fc.integer({ min: 10, max: 60 }), unmarkedText)
  .map(([count, text]) => (value) => {
    const path = ['metadata', 'annotations'];
    const annotations = at(value, path);
    if (!isRecord(annotations)) return value;
    const more = Array.from({ length: count }, (_, index) => [
      `more.example/${index}`,
      `${USERS}${text.slice(0, 64)}`,
    ]);
    return replaced(value, path, { ...annotations, ...Object.fromEntries(more) });
  });

const brokenPart: fc.Arbitrary<Change> = fc.tuple(fc.nat(), anyJson).map(([index, json]) => (value) => {
  const places = placesIn(value);
  return replaced(value, places[index % places.length] ?? [], json);
});

const changed = (
  kind: HostilePod['kind'],
  changes: fc.Arbitrary<readonly (Change | undefined)[]>,
): fc.Arbitrary<HostilePod> =>
  fc.tuple(pod, changes).map(([value, list]) => ({
    kind,
    // Undefined fields are not there in JSON.
    pod: list.reduce<unknown>((whole, change) => change?.(whole) ?? whole, JSON.parse(JSON.stringify(value))),
  }));

/** Any hostile pod; one of eight is broken. */
export const hostilePod: fc.Arbitrary<HostilePod> = fc.oneof(
  {
    weight: 7,
    arbitrary: changed(
      'lawful',
      fc.tuple(chance(70, hostileTexts), chance(40, longLists), chance(15, manyAnnotations)),
    ),
  },
  { weight: 1, arbitrary: changed('broken', fc.array(brokenPart, { minLength: 1, maxLength: 3 })) },
);
