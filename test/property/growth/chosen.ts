import fc from 'fast-check';
import {
  type Attack,
  listAttack,
  listPlaces,
  mapPlaces,
  PUMPED,
  type Pumped,
  textAttack,
  textPlaces,
} from './attacks.js';
import { ENDINGS, PUMPS } from './pumps.js';
import { type World, WORLDS } from './worlds.js';

/** An attack on one of the worlds. */
export interface Chosen extends Attack {
  readonly world: string;
}

const on = ([world]: (typeof WORLDS)[number], attack: Attack): Chosen => ({ world, ...attack });

/** Items in an order that differs from seed to seed. */
export const shuffled = <T>(items: readonly T[], seed: number): readonly T[] =>
  fc.sample(fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length }), {
    seed,
    numRuns: 1,
  })[0] ?? [];

/** Every text of every world with every pump and every ending. */
export function* allTextAttacks(): Generator<Chosen> {
  for (const world of WORLDS)
    for (const place of textPlaces(world[1]))
      for (const pumped of PUMPED) yield on(world, textAttack(world[1], place, pumped));
}

/** Every text of every world with one pump and ending, and every pump at one text at least. */
export function someTextAttacks(seed: number): readonly Chosen[] {
  const pumps = shuffled(PUMPS, seed);
  const endings = shuffled(ENDINGS, seed);
  const pumpedAt = (index: number): Pumped => ({
    pump: pumps[index % pumps.length] ?? '',
    ending: endings[Math.floor(index / pumps.length) % endings.length] ?? '',
  });
  return everywhere(textPlaces, seed).map(([world, place], index) =>
    on(world, textAttack(world[1], place, pumpedAt(index))),
  );
}

const longPlaces = (world: World): readonly (readonly (string | number)[])[] => [
  ...listPlaces(world),
  ...mapPlaces(world),
];

/** Every list and map of every world on its own, and each together with every other. */
export function* allListAttacks(): Generator<Chosen> {
  for (const world of WORLDS) {
    const places = longPlaces(world[1]);
    for (const [index, place] of places.entries()) {
      yield on(world, listAttack(world[1], [place], 'same'));
      yield on(world, listAttack(world[1], [place], 'numbered'));
      for (const other of places.slice(index + 1))
        yield on(world, listAttack(world[1], [place, other], 'numbered'));
    }
  }
}

/** Lists and maps that are made long, and pairs of them that are long together. */
const SOME = { alone: 60, together: 10 };

/** Some lists and maps on their own, and some together with another; each seed has others. */
export function someListAttacks(seed: number): readonly Chosen[] {
  const places = everywhere(longPlaces, seed);
  const alone = places
    .slice(0, SOME.alone)
    .map(([world, place], index) =>
      on(world, listAttack(world[1], [place], (seed + index) % 4 === 0 ? 'same' : 'numbered')),
    );
  const together = places.slice(-SOME.together).map(([world, place], index) => {
    const others = shuffled(longPlaces(world[1]), seed + index).filter((other) => other !== place);
    return on(world, listAttack(world[1], [place, ...others.slice(0, 1)], 'numbered'));
  });
  return [...alone, ...together];
}

/** Each place once, in a world that has it. */
function everywhere<T>(
  find: (world: World) => readonly T[],
  seed: number,
): readonly (readonly [(typeof WORLDS)[number], T])[] {
  const found = shuffled(WORLDS, seed).flatMap((world) =>
    find(world[1]).map((place) => [world, place] as const),
  );
  return shuffled([...new Map(found.map((each) => [JSON.stringify(each[1]), each])).values()], seed);
}
