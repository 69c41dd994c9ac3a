import { countLimits } from '../core/kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { countCharacters } from '../core/objects/instrumentation-size.js';
import type { Lookup, SnapshotLookups } from '../core/snapshot.js';

/**
 * Values of cluster objects that one review may read without a time limit; a value that is looked up twice counts twice.
 * A usual review reads a hundred. Whatever pod it is, up to 64 agents are each given what a Namespace or its owners say.
 */
const MOST_VALUES = 1000;

/** An Instrumentation counts as one value for so many characters. */
const CHARACTERS = 64;

/** A snapshot for one review that measures what is read of it. */
export interface MeteredSnapshot {
  readonly lookups: SnapshotLookups;
  /** Whether the review reads more than it may without a time limit; the lookup that did has thrown. */
  readonly isExhausted: () => boolean;
}

/** Measures what is read of a snapshot: a small pod may ask for much of what others have put into the cluster. */
export function meterSnapshot(snapshot: SnapshotLookups): MeteredSnapshot {
  let left = MOST_VALUES;
  const meterLookup = <V>(table: Lookup<V>, count: (value: V) => number): Lookup<V> => ({
    get: (key) => {
      const value = table.get(key);
      if (value !== undefined) spend(count(value));
      return value;
    },
  });
  const spend = (values: number): void => {
    left -= values;
    if (left < 0) throw new Error('The review reads more of the cluster than it may without a time limit.');
  };
  const { platform, languages, instrumentations } = snapshot;
  return {
    isExhausted: () => left < 0,
    lookups: {
      platform,
      languages,
      namespaces: meterLookup(
        snapshot.namespaces,
        ({ annotations, labels }) => countEntries(annotations) + countEntries(labels),
      ),
      limitRanges: meterLookup(snapshot.limitRanges, countLimits),
      owners: meterLookup(snapshot.owners, countMetadata),
      configMaps: meterLookup(snapshot.configMaps, countEntries),
      instrumentations: {
        get: (namespace) => {
          const named = instrumentations.get(namespace);
          return (
            named && {
              keys: () => named.keys(),
              get: meterLookup(named, (value) => Math.ceil(countCharacters(value) / CHARACTERS)).get,
            }
          );
        },
      },
    },
  };
}

const countEntries = (map: StringMap | undefined): number =>
  map === undefined ? 0 : Object.keys(map).length;

const countMetadata = ({ annotations, labels, ownerReferences = [] }: ObjectMeta): number =>
  countEntries(annotations) + countEntries(labels) + ownerReferences.length;
