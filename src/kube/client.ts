import { API_CALLS, type ApiCall, type CallName, type CallWith } from './api-calls.js';
import type { Connection } from './connection.js';
import { exchange } from './exchange.js';
import type { KubeFailure } from './failure.js';
import { fetchPage, fetchPageBytes, type ListOptions } from './list.js';
import type { KubeAnswer, KubeObject, ListPage } from './object.js';
import { buildCollectionPath, buildObjectPath } from './api-paths.js';
import { createServerClock } from './server-clock.js';
import { watchOnce, type WatchEvent, type WatchRequest } from './stream.js';

export type { KubeObject } from './object.js';
export type { WatchEvent } from './stream.js';

/** Requests to the API server, each through a row of `API_CALLS`: a verb that the row lacks does not compile. */
export interface KubeClient {
  /** Namespace of the webhook itself. */
  readonly namespace: string;
  /** The time by the clock of the API server. */
  readonly now: () => Date;
  readonly read: (row: CallWith<'get'>, name: string) => Promise<KubeAnswer<KubeObject>>;
  readonly list: (row: CallWith<'list'>, options?: ListOptions) => Promise<KubeAnswer<ListPage>>;
  /** One page of a list as it comes; see `fetchPageBytes`. */
  readonly listBytes: (
    row: CallWith<'list'>,
    options: ListOptions & { readonly largest: number },
  ) => Promise<KubeAnswer<Buffer>>;
  /** Creates an object; one of a row in the webhook's own namespace needs no `metadata.namespace`. */
  readonly create: (row: CallWith<'create'>, object: KubeObject) => Promise<KubeAnswer<KubeObject>>;
  /** Replaces an object as a whole; with its `metadata.resourceVersion`, only the version that was read. */
  readonly replace: (
    row: CallWith<'update'>,
    name: string,
    object: KubeObject,
  ) => Promise<KubeAnswer<KubeObject>>;
  readonly patch: (row: CallWith<'patch'>, name: string, patch: Patch) => Promise<KubeAnswer<KubeObject>>;
  /**
   * Calls back with each event. Resolves with `undefined` when the API server ends the watch after its `timeoutSeconds`,
   * else with why it is over. One attempt: what goes on and on is `startWatch`.
   */
  readonly watch: (
    row: CallWith<'watch'>,
    options: WatchRequest,
    onEvent: (event: WatchEvent) => void,
  ) => Promise<KubeFailure | undefined>;
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update */
type Patch =
  | { readonly type: 'json'; readonly body: readonly unknown[] }
  | { readonly type: 'merge' | 'strategic'; readonly body: unknown };

const PATCH_TYPES: Readonly<Record<Patch['type'], string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** Names that an installation has given, for rows that are limited to names. */
export type ConfiguredNames = Partial<Readonly<Record<CallName, readonly string[]>>>;

/** Makes a client of a connection; nothing is sent before it is used. */
export function createKubeClient(given: Connection, names: ConfiguredNames = {}): KubeClient {
  const { namespace } = given;
  const clock = createServerClock();
  const connection: Connection = { ...given, onAnswer: clock.observeDate };
  const getCall = (row: CallName, name: string | undefined): ApiCall => getAllowedCall(row, name, names[row]);
  return {
    namespace,
    now: clock.now,
    read: (row, name) => {
      const call = getCall(row, name);
      const path = buildObjectPath(call, name, namespace);
      return exchange(connection, { verb: 'get', call, name }, { method: 'GET', path });
    },
    list: (row, options = {}) => fetchPage(connection, getCall(row, options.name), options),
    listBytes: (row, options) => fetchPageBytes(connection, getCall(row, options.name), options),
    create: (row, object) => {
      const call = getCall(row, undefined);
      const path = buildCollectionPath(call, object.metadata, namespace);
      return exchange(
        connection,
        { verb: 'create', call },
        { method: 'POST', path, content: buildJsonContent(object) },
      );
    },
    replace: (row, name, object) => {
      const call = getCall(row, name);
      const path = buildObjectPath(call, name, namespace);
      return exchange(
        connection,
        { verb: 'update', call, name },
        { method: 'PUT', path, content: buildJsonContent(object) },
      );
    },
    patch: (row, name, { type, body }) => {
      const call = getCall(row, name);
      const path = buildObjectPath(call, name, namespace);
      const content = { type: PATCH_TYPES[type], body: JSON.stringify(body) };
      return exchange(connection, { verb: 'patch', call, name }, { method: 'PATCH', path, content });
    },
    watch: (row, options, onEvent) => watchOnce(connection, getCall(row, options.name), options, onEvent),
  };
}

const buildJsonContent = (object: KubeObject): { readonly type: string; readonly body: string } => ({
  type: 'application/json',
  body: JSON.stringify(object),
});

/** The row, for a name that it allows. Throws for another one: RBAC would refuse it, so it is a bug. */
function getAllowedCall(
  row: CallName,
  name: string | undefined,
  given: readonly string[] | undefined,
): ApiCall {
  const call: ApiCall = API_CALLS[row];
  const names = given ?? call.names;
  if (names === undefined || (name !== undefined && names.includes(name))) return call;
  throw new Error(`${row} is limited to ${names.join(', ')}, not ${name ?? 'all names'}.`);
}
