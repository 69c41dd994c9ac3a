import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/domain.js';
import { CHECKS } from './growth/checks.js';
import { listAttack, PUMPED, textAttack, textPlaces } from './growth/attacks.js';
import {
  allListAttacks,
  allTextAttacks,
  type Chosen,
  shuffled,
  someListAttacks,
  someTextAttacks,
} from './growth/chosen.js';
import { findSteep } from './growth/growth.js';
import { cruelText, ENDINGS, PUMPS } from './growth/pumps.js';
import { READERS } from './growth/readers.js';
import { answer, type World, WORLDS } from './growth/worlds.js';

/** `all` tries every text with every pump and ending, which takes hours; else each is tried once at least. */
const IS_ALL = process.env['DOKA_TRACING_ATTACKS'] === 'all';
const SEED = Number(process.env['PROPERTY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Characters of a text, and items of a list. */
const LENGTHS = [8 * 1024, 32 * 1024, 128 * 1024];
const COUNTS = IS_ALL ? [500, 2000, 8000] : [1000, 4000];

/** All sizes, or one step between them. */
const sizesFor = (sizes: readonly number[], index: number): readonly number[] =>
  IS_ALL ? sizes : sizes.slice(index % (sizes.length - 1)).slice(0, 2);

const MINUTE = 60_000;
const LONGEST = IS_ALL ? 1000 * MINUTE : 10 * MINUTE;

/** What grows faster than its input: each attack in words, with its figures. */
function findFaults(
  attacks: Iterable<Chosen>,
  sizes: readonly number[],
): {
  readonly tried: number;
  readonly faults: readonly string[];
} {
  const faults: string[] = [];
  let tried = 0;
  for (const { world, shown, at } of attacks) {
    const step = findSteep(sizesFor(sizes, tried), (size) => {
      const object = at(size) as World;
      return () => answer(object);
    });
    if (step !== undefined) faults.push(`${world}: ${shown}: ${JSON.stringify(step)} (seed ${SEED})`);
    tried += 1;
  }
  return { tried, faults };
}

test('the worlds that are attacked are injected into, so that all of the engine is at work', () => {
  const injected = WORLDS.flatMap(([, world]) => {
    const { outcome } = answer(world);
    return outcome.kind === 'decided' ? outcome.injections.map(({ language }) => language) : [];
  });
  expect([...new Set(injected)].sort()).toEqual([...LANGUAGES].sort());
});

describe('work grows no faster than its input', () => {
  test(
    'whatever is repeated in a text',
    () => {
      const { tried, faults } = findFaults(IS_ALL ? allTextAttacks() : someTextAttacks(SEED), LENGTHS);
      expect(faults).toEqual([]);
      const places = WORLDS.reduce((sum, [, world]) => sum + textPlaces(world).length, 0);
      expect(tried).toBeGreaterThanOrEqual(IS_ALL ? places * PUMPED.length : Math.max(300, PUMPS.length));
    },
    LONGEST,
  );

  test(
    'however long lists and maps are, alone and together',
    () => {
      const { tried, faults } = findFaults(IS_ALL ? allListAttacks() : someListAttacks(SEED), COUNTS);
      expect(faults).toEqual([]);
      expect(tried).toBeGreaterThanOrEqual(70);
    },
    LONGEST,
  );

  test.each(READERS)(
    'whatever is repeated in $what',
    ({ around, read }) => {
      const pumped = IS_ALL ? PUMPED : shuffled(PUMPED, SEED).slice(0, PUMPS.length / 2);
      const faults = pumped.flatMap(({ pump, ending }, index) => {
        const step = findSteep(sizesFor(LENGTHS, index), (size) => {
          const text = around(cruelText(pump, ending, size));
          return () => read(text);
        });
        return step === undefined ? [] : [`${JSON.stringify([pump, ending])}: ${JSON.stringify(step)}`];
      });
      expect([SEED, faults]).toEqual([SEED, []]);
    },
    LONGEST,
  );

  test.each(CHECKS)('however many %s are compared', (_, compare) => {
    expect(findSteep([1000, 4000, 16_000], compare)).toBeUndefined();
  });
});

/** What once held up a replica, at all sizes. */
const ONCE: readonly (readonly [string, readonly (string | number)[], string, string])[] = [
  ['variables behind attributes', ['pod', 'spec', 'containers', 0, 'env', 1, 'value'], '$(', ''],
  ['variables of an Instrumentation', ['instrumentation', 'spec', 'env', 0, 'value'], '$(', ''],
  ['a mount path', ['pod', 'spec', 'containers', 0, 'volumeMounts', 0, 'mountPath'], '/', 'x'],
  ['options of Node.js', ['pod', 'spec', 'containers', 0, 'env', 2, 'value'], '-r=', ''],
  ['a quantity', ['pod', 'spec', 'containers', 0, 'resources', 'limits', 'cpu'], '1', '!'],
];

test.each(ONCE)('%s hold up nothing', (_, place, pump, ending) => {
  const [[, world]] = WORLDS as readonly [(typeof WORLDS)[number]];
  const { at } = textAttack(world, { place, of: 'value' }, { pump, ending });
  const step = findSteep(LENGTHS, (size) => {
    const object = at(size) as World;
    return () => answer(object);
  });
  expect(step).toBeUndefined();
});

describe('what the property is worth', () => {
  test('it finds work that grows with the square of a text', () => {
    const slow = /\/+$/;
    const step = findSteep([1024, 4096, 16_384], (size) => () => slow.test(cruelText('/', 'x', size)));
    expect(step).toBeDefined();
  });

  test('it finds work for each item of a list on each item of it', () => {
    const items = (size: number): readonly string[] =>
      Array.from({ length: size }, (_, index) => `x${index}`);
    const step = findSteep([500, 2000, 8000], (size) => {
      const list = items(size);
      return () => list.filter((item, index) => list.lastIndexOf(item) !== index);
    });
    expect(step).toBeDefined();
  });

  test('it lets pass what grows with its input', () => {
    const step = findSteep(LENGTHS, (size) => {
      const texts = Array.from({ length: size }, (_, index) => `x${index}`);
      return () => new Set(texts.flatMap((text) => [text, `${text}!`]));
    });
    expect(step).toBeUndefined();
  });

  test('texts are as long as they are meant to be, and end as they are meant to', () => {
    for (const pump of PUMPS)
      for (const ending of ENDINGS) {
        const text = cruelText(pump, ending, 1000);
        expect([text.length, text.endsWith(ending)]).toEqual([1000, true]);
      }
  });

  test('a list is made longer, with items of one name or of many', () => {
    const [[, world]] = WORLDS as readonly [(typeof WORLDS)[number]];
    const { at } = listAttack(world, [['pod', 'spec', 'volumes']], 'numbered');
    const { pod } = at(3) as {
      readonly pod: { readonly spec: { readonly volumes: readonly { name: string }[] } };
    };
    const names = pod.spec.volumes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(5);
  });
});
