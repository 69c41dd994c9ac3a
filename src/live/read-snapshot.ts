import {
  buildSnapshot,
  EMPTY_MAPS,
  formatApiVersion,
  OBJECT_KINDS,
  type SnapshotMaps,
} from '../core/object-kinds.js';
import { DEFAULT_LANGUAGES } from '../core/agents/agents.js';
import { ok, type Issue } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { API_CALLS, isNeeded } from '../kube/api-calls.js';
import type { KubeObject } from '../kube/object.js';
import { WEBHOOK_CONFIGURATION } from '../kube/own-objects.js';
import { SOURCES, type WatchSource } from '../kube/sources.js';
import {
  readInstallation,
  readPodRegistration,
  type Installation,
  type PodRegistration,
} from './installation.js';
import type { LiveAnswer, LiveCluster } from './live-cluster.js';
import type { LiveFailure } from './live-failure.js';

/** Namespaces that are looked at, by name; or all of them. */
export type NamespaceScope = readonly string[] | 'all';

/** Something that could not be read, so that what is said may not be what the webhook says. */
export interface SnapshotGap {
  /** What is not known, as `Instrumentations` or `flags of the webhook`. */
  readonly what: string;
  readonly failure: LiveFailure;
}

/** What the webhook decides by, as it is in the cluster now. */
export interface SnapshotReading {
  readonly snapshot: ClusterSnapshot;
  /** Undefined where there is no Deployment of the webhook, or it could not be read, which is a gap then. */
  readonly installation: Installation | undefined;
  readonly registration: PodRegistration;
  readonly gaps: readonly SnapshotGap[];
  /** What is to be said of objects: why one is refused, and notices. Each path begins with kind and name. */
  readonly refused: readonly Issue[];
  readonly notices: readonly Issue[];
}

/**
 * Reads what the webhook decides by, and makes of it what its watches make: with the languages and the kinds that the
 * flags of the running webhook say. Of a scope of namespaces, only what is in them is read, and Instrumentations of all
 * that may be listed. What cannot be read is reported as a gap, and decisions are made without it.
 */
export async function readSnapshot(cluster: LiveCluster, scope: NamespaceScope): Promise<SnapshotReading> {
  const found = await readInstallation(cluster);
  const installation = found.ok ? found.value : undefined;
  const flags = installation?.flags;
  const sources = SOURCES.filter(({ row }) => isNeeded(API_CALLS[row], flags?.needs ?? new Set()));
  const [registration, ...read] = await Promise.all([
    readPodRegistration(cluster, flags?.webhookConfiguration ?? WEBHOOK_CONFIGURATION),
    ...sources.map((source) => readSource(cluster, source, scope)),
  ]);
  const taken = takeObjects(sources.map((source, index) => [source, read[index]?.objects ?? []] as const));
  const gaps = [
    ...(found.ok ? [] : [{ what: 'flags of the webhook', failure: found.error }]),
    ...read.flatMap((each) => each.gaps),
  ];
  const languages = flags?.languages ?? new Set(DEFAULT_LANGUAGES);
  const { maps, refused, notices } = taken;
  const snapshot = { ...buildSnapshot(maps, languages), hasCorrections: true };
  return { snapshot, installation, registration, gaps, refused, notices };
}

interface SourceReading {
  readonly objects: readonly KubeObject[];
  readonly gaps: readonly SnapshotGap[];
}

/** Reads the objects of one kind, as far as the scope asks for them. */
function readSource(
  cluster: LiveCluster,
  { kind, name }: WatchSource,
  scope: NamespaceScope,
): Promise<SourceReading> {
  const query = { apiVersion: formatApiVersion(OBJECT_KINDS[kind]), kind };
  const names = name === undefined ? (kind === 'Namespace' && scope !== 'all' ? scope : []) : [name];
  if (names.length > 0)
    return joinReadings(
      kind,
      names.map(async (each) => readOne(await cluster.read({ ...query, name: each }))),
    );
  const listIn = async (namespace: string | undefined): Promise<LiveAnswer<readonly KubeObject[]>> => {
    const listed = await cluster.list({ ...query, namespace });
    return listed.ok ? ok(listed.value.items) : listed;
  };
  if (scope === 'all') return joinReadings(kind, [listIn(undefined)]);
  const listNarrow = (): Promise<SourceReading> => joinReadings(kind, scope.map(listIn));
  // An annotation may name an Instrumentation of another namespace.
  return kind === 'Instrumentation' ? listWidely(kind, listIn, listNarrow) : listNarrow();
}

/** Lists everywhere, or where that is not allowed in the scope alone, which then is a gap. */
async function listWidely(
  kind: string,
  listIn: (namespace: undefined) => Promise<LiveAnswer<readonly KubeObject[]>>,
  listNarrow: () => Promise<SourceReading>,
): Promise<SourceReading> {
  const wide = await joinReadings(kind, [listIn(undefined)]);
  if (!wide.gaps.some(({ failure }) => failure.kind === 'forbidden')) return wide;
  const narrow = await listNarrow();
  const elsewhere = wide.gaps.map((gap) => ({ ...gap, what: `${gap.what} of other namespaces` }));
  return { objects: narrow.objects, gaps: [...elsewhere, ...narrow.gaps] };
}

/** An object that is not there is no gap. */
function readOne(read: LiveAnswer<KubeObject>): LiveAnswer<readonly KubeObject[]> {
  if (read.ok) return ok([read.value]);
  return read.error.kind === 'not-found' ? ok([]) : read;
}

async function joinReadings(
  kind: string,
  asked: readonly Promise<LiveAnswer<readonly KubeObject[]>>[],
): Promise<SourceReading> {
  const answers = await Promise.all(asked);
  return {
    objects: answers.flatMap((answer) => (answer.ok ? answer.value : [])),
    gaps: answers.flatMap((answer) => (answer.ok ? [] : [{ what: `${kind}s`, failure: answer.error }])),
  };
}

interface TakenObjects {
  readonly maps: SnapshotMaps;
  readonly refused: readonly Issue[];
  readonly notices: readonly Issue[];
}

/** Puts objects into a snapshot by the mirrors of the watches. */
function takeObjects(read: readonly (readonly [WatchSource, readonly KubeObject[]])[]): TakenObjects {
  let maps = EMPTY_MAPS;
  const refused: Issue[] = [];
  const notices: Issue[] = [];
  for (const [source, objects] of read) {
    const mirror = source.createMirror({
      apply: (change) => {
        maps = change(maps);
      },
      onRead: ({ metadata: { namespace, name = '' } }, told) => {
        const which = `${source.kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
        for (const { path, message } of told.ok ? told.value : told.error)
          (told.ok ? notices : refused).push({ path: `${which} ${path}`.trimEnd(), message });
      },
    });
    mirror.put(objects);
  }
  return { maps, refused, notices };
}
