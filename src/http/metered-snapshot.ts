import { countLimits } from '../core/kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { countCharacters } from '../core/objects/instrumentation-size.js';
import { listInstrumentationNamespaces, type Lookup, type SnapshotLookups } from '../core/snapshot.js';
import { CHARACTERS_A_VALUE, MOST_VALUES_READ, NAMESPACES_A_VALUE } from './bounds.js';

/** A snapshot for one review that measures what is read of it. */
export interface MeteredSnapshot {
  readonly lookups: SnapshotLookups;
  /** Whether the review reads more than it may; the lookup that did has thrown. */
  readonly isExhausted: () => boolean;
}

/** Measures what is read of a snapshot: a small pod may ask for much of what others have put into the cluster. */
export function meterSnapshot(snapshot: SnapshotLookups): MeteredSnapshot {
  let left = MOST_VALUES_READ;
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
      serviceAccounts: meterLookup(
        snapshot.serviceAccounts,
        ({ secrets, pullSecrets }) => secrets.length + pullSecrets.length,
      ),
      instrumentations: {
        listNamespaces: (name) => {
          const namespaces = listInstrumentationNamespaces(instrumentations, name);
          spend('size' in instrumentations ? Math.ceil(instrumentations.size / NAMESPACES_A_VALUE) : 0);
          return namespaces;
        },
        get: (namespace) => {
          const named = instrumentations.get(namespace);
          return (
            named && {
              keys: () => named.keys(),
              get: meterLookup(named, (value) => Math.ceil(countCharacters(value) / CHARACTERS_A_VALUE)).get,
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
