import jsonPatch, { type Operation } from 'fast-json-patch';
import { applied, merged } from './apply.js';
import { keyOf, type Store, type Stored } from './store.js';
import type { ApiPath } from './request-path.js';

/** What is answered: a status code and a body. */
export interface Reply {
  readonly code: number;
  readonly body: unknown;
}

/** A failure as the API server writes it. */
export const statusReply = (code: number, reason: string, message: string): Reply => ({
  code,
  body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, message, code },
});

const notFound = ({ resource, name }: ApiPath): Reply =>
  statusReply(404, 'NotFound', `${resource} "${name ?? ''}" not found`);

/** Reads one object. */
export function readOne(store: Store, path: ApiPath): Reply {
  const object = store.find(path.resource, keyOf(path.name ?? '', path.namespace));
  return object === undefined ? notFound(path) : { code: 200, body: object };
}

/** A write as it was asked for. */
export interface Write {
  readonly method: string | undefined;
  /** Media type. */
  readonly type: string | undefined;
  readonly body: unknown;
  /** Who applies. */
  readonly manager?: string | undefined;
}

/** Creates, replaces or patches an object, by the rules of versions and of the subresource `status`. */
export function write(store: Store, path: ApiPath, { method, type, body, manager }: Write): Reply {
  if (method === 'POST') return create(store, path, body as Stored);
  const before = store.find(path.resource, keyOf(path.name ?? '', path.namespace));
  if (before === undefined) return notFound(path);
  if (method === 'DELETE') {
    store.remove(path.resource, keyOf(path.name ?? '', path.namespace));
    return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
  }
  const after = method === 'PUT' ? (body as Stored) : patched(store, path, before, { type, body, manager });
  const asked = after.metadata.resourceVersion;
  if (asked !== undefined && asked !== before.metadata.resourceVersion)
    return statusReply(409, 'Conflict', 'the object has been modified');
  return { code: 200, body: store.put(path.resource, partOf(path, before, after)) };
}

function create(store: Store, { resource, namespace }: ApiPath, body: Stored): Reply {
  const metadata = namespace === undefined ? body.metadata : { ...body.metadata, namespace };
  if (store.find(resource, keyOf(metadata.name, metadata.namespace)) !== undefined)
    return statusReply(409, 'AlreadyExists', `${resource} "${metadata.name}" already exists`);
  return { code: 201, body: store.put(resource, { ...body, metadata }) };
}

/** Through `status` only the status is written, and otherwise all but it. */
function partOf({ resource, subresource }: ApiPath, before: Stored, after: Stored): Stored {
  if (!resource.startsWith('tracing.dokaseca.io/')) return after;
  if (subresource === 'status') return { ...before, status: after['status'] };
  return 'status' in before ? { ...after, status: before['status'] } : after;
}

const JSON_PATCH = 'application/json-patch+json';

const APPLY_PATCH = 'application/apply-patch+yaml';

function patched(
  store: Store,
  { subresource = '' }: ApiPath,
  before: Stored,
  { type, body, manager = '' }: Omit<Write, 'method'>,
): Stored {
  if (type === JSON_PATCH)
    return jsonPatch.applyPatch(structuredClone(before), body as Operation[], true).newDocument;
  if (type === APPLY_PATCH) return applied(store, before, { manager: `${manager} ${subresource}`, body });
  return merged(before, body) as Stored;
}
