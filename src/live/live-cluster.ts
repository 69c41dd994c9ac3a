import type { KubernetesObjectApi } from '@kubernetes/client-node';
import { err, ok, type Result } from '../core/result.js';
import { countReadyEndpoints, SERVICE_NAME } from '../kube/endpoint-slices.js';
import { isKubeObject } from '../kube/exchange.js';
import type { KubeObject } from '../kube/object.js';
import { MOST_OBJECTS, PAGE_SIZE } from './bounds.js';
import type { TextAnswer, TextApi } from './object-api.js';
import { buildLiveFailure, type AskedCall, type LiveFailure } from './live-failure.js';

export type LiveAnswer<T> = Result<T, LiveFailure>;

/** Objects of one kind. */
export interface ObjectQuery {
  readonly apiVersion: string;
  readonly kind: string;
  /** All namespaces when absent. */
  readonly namespace?: string | undefined;
  /** As kubectl takes it: `app=shop,tier!=cache`. */
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** One object. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for kinds that are in no namespace. */
  readonly namespace?: string | undefined;
}

/** The objects of a list, each with its API version and kind. */
interface ObjectList {
  readonly items: readonly KubeObject[];
  /** Whether there are more than `MOST_OBJECTS`, and the rest is left out. */
  readonly isCut: boolean;
}

/** A cluster as the command line uses it. Nothing here throws: failures are returned. */
export interface LiveCluster {
  /** Address of the API server. */
  readonly server: string;
  /** Name of the context. */
  readonly context: string;
  /** The namespace of the context; `default` where it names none. */
  readonly namespace: string;
  readonly read: (reference: ObjectReference) => Promise<LiveAnswer<KubeObject>>;
  /** Reads all pages. */
  readonly list: (query: ObjectQuery) => Promise<LiveAnswer<ObjectList>>;
  /** Reads what is no object, by its path: `/metrics`, or what a pod answers through the proxy of the API server. */
  readonly readText: (path: string, accept?: string) => Promise<LiveAnswer<TextAnswer>>;
  /** Creates an object, or with `isDryRun` says what the API server would make of it, webhooks among it. */
  readonly create: (
    object: KubeObject,
    options?: { readonly isDryRun?: boolean },
  ) => Promise<LiveAnswer<KubeObject>>;
  /** Removes an object, and what it owns. */
  readonly remove: (reference: ObjectReference) => Promise<LiveAnswer<undefined>>;
}

/** Reads how many endpoints of a Service are ready; 0 where it has none, or is not there. */
export async function readReadyEndpoints(
  cluster: LiveCluster,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<LiveAnswer<number>> {
  const slices = await cluster.list({
    ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace },
    labelSelector: `${SERVICE_NAME}=${name}`,
  });
  return slices.ok ? ok(countReadyEndpoints(slices.value.items)) : slices;
}

/** What is known of a cluster before anything is asked. */
export type ClusterIdentity = Pick<LiveCluster, 'server' | 'context' | 'namespace'>;

/** Makes a cluster of the client library's API for objects. */
export function createLiveCluster(
  api: KubernetesObjectApi & TextApi,
  identity: ClusterIdentity,
): LiveCluster {
  return {
    ...identity,
    read: (reference) =>
      answerCall({ verb: 'get', ...reference }, async () =>
        readObject(await api.read(buildHeader(reference))),
      ),
    list: (query) => answerCall({ verb: 'list', ...query }, () => listPages(api, query)),
    readText: (path, accept = '*/*') =>
      answerCall({ verb: 'get', apiVersion: '', kind: 'path', name: path }, () =>
        api.fetchText(path, accept),
      ),
    create: (object, { isDryRun = false } = {}) => {
      const { apiVersion = 'v1', kind = '', metadata } = object;
      const { name, namespace } = metadata;
      return answerCall({ verb: 'create', apiVersion, kind, name, namespace }, async () =>
        // The library fills in what is missing, and so must not have the caller's own.
        readObject(await api.create(structuredClone(object), undefined, isDryRun ? 'All' : undefined)),
      );
    },
    remove: (reference) =>
      answerCall({ verb: 'delete', ...reference }, async () => {
        await api.delete(buildHeader(reference), ...UNSET_DELETION, 'Background');
        return undefined;
      }),
  };
}

/** The arguments of the library’s call before the one that says what becomes of what the object owns. */
const UNSET_DELETION = [undefined, undefined, undefined, undefined] as const;

const buildHeader = ({
  apiVersion,
  kind,
  name,
  namespace,
}: ObjectReference): {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
} => ({ apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });

async function answerCall<T>(asked: AskedCall, call: () => Promise<T>): Promise<LiveAnswer<T>> {
  try {
    return ok(await call());
  } catch (error) {
    return err(buildLiveFailure(asked, error));
  }
}

function readObject(value: unknown): KubeObject {
  if (isKubeObject(value)) return value;
  throw new Error('the answer is no object of Kubernetes');
}

/** https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
async function listPages(api: KubernetesObjectApi, query: ObjectQuery): Promise<ObjectList> {
  const { apiVersion, kind, namespace, fieldSelector, labelSelector } = query;
  const items: KubeObject[] = [];
  let next: string | undefined;
  do {
    const page = await api.list(
      ...([apiVersion, kind, namespace, undefined, undefined, undefined] as const),
      ...([fieldSelector, labelSelector, PAGE_SIZE, next] as const),
    );
    // Objects in a list say neither their API version nor their kind.
    const found: readonly unknown[] = Array.isArray(page.items) ? page.items : [];
    for (const item of found.filter(isKubeObject)) items.push({ ...item, apiVersion, kind });
    next = page.metadata?._continue ?? readContinue(page.metadata);
  } while (next !== undefined && items.length < MOST_OBJECTS);
  return { items, isCut: next !== undefined };
}

/** Answers keep the names that the API server writes. */
const readContinue = (metadata: unknown): string | undefined => {
  const { continue: next } = (metadata ?? {}) as { readonly continue?: unknown };
  return typeof next === 'string' && next !== '' ? next : undefined;
};
