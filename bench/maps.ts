// What it costs to keep the objects of a cluster in a map that every change replaces: CPU time and memory of one run.
//   npm run bench:maps
import { Map as ImmutableMap } from 'immutable';
import type * as Persistent from '../src/core/persistent-map.js';
import { median } from './statistics.js';
import { section, table } from './table.js';

/** The compiled module: the loader of TypeScript sources wraps every function that is made. */
const { createEmptyMap } = (await import(
  new URL('../dist/core/persistent-map.js', import.meta.url).href
)) as typeof Persistent;

const { gc } = globalThis;
if (gc === undefined) throw new Error('Node.js runs without --expose-gc');

type Change = readonly [string, object];

/** A map that a snapshot could have, and how changes make another one of it. */
interface Candidate {
  readonly has: (key: string) => boolean;
  readonly change: (changes: readonly Change[]) => Candidate;
}

const buildOwn = (map = createEmptyMap<object>()): Candidate => ({
  has: (key) => map.has(key),
  change: (changes) => buildOwn(map.with(changes)),
});

const buildImmutable = (map = ImmutableMap<string, object>()): Candidate => ({
  has: (key) => map.has(key),
  change: (changes) =>
    buildImmutable(
      map.withMutations((open) => {
        for (const [key, value] of changes) open.set(key, value);
      }),
    ),
});

const buildPlain = (map: ReadonlyMap<string, object> = new Map()): Candidate => ({
  has: (key) => map.has(key),
  change: (changes) => {
    const copy = new Map(map);
    for (const [key, value] of changes) copy.set(key, value);
    return buildPlain(copy);
  },
});

const CANDIDATES: readonly (readonly [string, Candidate])[] = [
  ['our own', buildOwn()],
  ['immutable', buildImmutable()],
  ['a copied Map', buildPlain()],
];

/** Objects in one page of a list. */
const PAGE = 200;
const LOOKUPS = 20_000;
/** Of each figure; the first is for the compiler. */
const REPEATS = 6;

const formatKey = (index: number): string => `namespace-${index % 997}/web-${index.toString(36)}-5d8c`;
/** A stride that has no divisor in common with the sizes, so that it comes to every entry. */
const pick = (round: number, size: number): number => (round * 7919) % size;

function measureCpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const repeat = (work: () => number): number => median(Array.from({ length: REPEATS }, work).slice(1));

interface Figures {
  /** Microseconds of CPU time. */
  readonly list: number;
  readonly change: number;
  readonly lookup: number;
  readonly bytes: number;
}

function measure(empty: Candidate, size: number): Figures {
  // Through JSON, as those of the API server: a text that was put together takes less memory once it is read.
  const keys = Array.from({ length: size }, (_, index) => formatKey(index));
  const entries = (JSON.parse(JSON.stringify(keys)) as string[]).map((key): Change => [key, {}]);
  const build = (): Candidate => {
    let built = empty;
    for (let start = 0; start < size; start += PAGE) built = built.change(entries.slice(start, start + PAGE));
    return built;
  };
  gc?.();
  const before = process.memoryUsage().heapUsed;
  let now = build();
  gc?.();
  const bytes = process.memoryUsage().heapUsed - before;
  const changes = Math.max(20, Math.min(1000, 2_000_000 / size));
  const change = repeat(() =>
    measureCpu(() => {
      for (let round = 0; round < changes; round += 1)
        now = now.change([[formatKey(pick(round, size)), { round }]]);
    }),
  );
  const lookup = repeat(() => {
    // As those of a review: texts that were not seen before, whose hashes nobody has computed.
    const wanted = Array.from({ length: LOOKUPS }, (_, round) => formatKey(pick(round, size)));
    return measureCpu(() => {
      for (const key of wanted) if (!now.has(key)) throw new Error(`${key} is lost`);
    });
  });
  return {
    list: measureCpu(build),
    change: change / changes,
    lookup: lookup / LOOKUPS,
    bytes,
  };
}

for (const size of [1000, 10_000, 100_000]) {
  const rows = CANDIDATES.map(([name, empty]) => {
    const { list, change, lookup, bytes } = measure(empty, size);
    return [
      name,
      change.toFixed(1),
      (list / 1000).toFixed(0),
      lookup.toFixed(2),
      (bytes / 2 ** 20).toFixed(1),
    ];
  });
  const head = ['', 'one change, us', `list by ${PAGE}, ms`, 'lookup, us', 'memory, MiB'];
  console.log(section(`${size.toLocaleString('en')} entries`, table([head, ...rows])));
}
