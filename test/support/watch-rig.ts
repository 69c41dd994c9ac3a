import { createKubeClient, type KubeObject } from '../../src/kube/client.js';
import type { WatchPace } from '../../src/kube/watch-pace.js';
import { startWatch, type Watch, type WatchLoopOptions } from '../../src/kube/watch.js';
import { startApiServer, type ApiServer } from './api-server/api-server.js';
import { QUICK } from './quick-pace.js';
import { until } from './until.js';

export const NAMESPACES = '/v1/namespaces';

/** A watch over a stand-in of the API server, and what came of it. */
export interface WatchRig {
  readonly server: ApiServer;
  /** Starts the one watch, of Namespaces unless it is told otherwise. */
  readonly start: (over?: Partial<WatchLoopOptions>, pace?: Partial<WatchPace>) => Watch;
  /** Labels of what is held, by name. */
  readonly held: ReadonlyMap<string, unknown>;
  /** What was told of failures and successes. */
  readonly told: readonly string[];
  readonly put: (name: string, labels?: Readonly<Record<string, string>>, resource?: string) => void;
  /** Resolves when exactly these names are held. */
  readonly seen: (...expected: readonly string[]) => Promise<unknown>;
  /** Resolves when so many watches are open. */
  readonly isWatching: (count?: number) => Promise<unknown>;
  /** Queries of the requests with a verb. */
  readonly asked: (verb: string) => readonly URLSearchParams[];
  readonly end: () => Promise<void>;
}

export async function createWatchRig(): Promise<WatchRig> {
  const server = await startApiServer();
  const held = new Map<string, unknown>();
  const told: string[] = [];
  let watch: Watch | undefined;
  return {
    server,
    held,
    told,
    start: (over = {}, pace = {}) => {
      watch = startWatch({
        client: createKubeClient(server.connection),
        row: 'namespaces',
        pageSize: 2,
        sink: sinkOf(held),
        onFailure: (verb, { kind }) => void told.push(`${verb} ${kind}`),
        onAbsent: () => void told.push('absent'),
        onSuccess: (verb) => void told.push(`${verb} works`),
        pace: { ...QUICK, ...pace },
        ...over,
      });
      return watch;
    },
    put: (name, labels = {}, resource = NAMESPACES) => {
      server.store.put(resource, { metadata: { name, labels } });
    },
    seen: (...expected) =>
      until(
        () => [...held.keys()].sort(),
        (names) => names.join() === expected.join(),
      ),
    isWatching: (count = 1) => until(server.watches.count, (open) => open === count),
    asked: (verb) => server.requests.filter((request) => request.verb === verb).map(({ query }) => query),
    end: async () => {
      watch?.stop();
      await server.stop();
    },
  };
}

function sinkOf(held: Map<string, unknown>): WatchLoopOptions['sink'] {
  const put = (objects: readonly KubeObject[]): void => {
    for (const { metadata } of objects) held.set(nameOf({ metadata }), metadata.labels);
  };
  return {
    put,
    remove: (object) => void held.delete(nameOf(object)),
    relist: () => {
      const named = new Set<string>();
      return {
        put: (objects) => {
          put(objects);
          for (const object of objects) named.add(nameOf(object));
        },
        finish: () => {
          for (const name of held.keys()) if (!named.has(name)) held.delete(name);
        },
      };
    },
  };
}

const nameOf = ({ metadata }: KubeObject): string => metadata.name ?? '';
