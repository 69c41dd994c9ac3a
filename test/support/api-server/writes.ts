import jsonPatch, { type Operation } from 'fast-json-patch';
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
  /** Nothing is kept. */
  readonly isDryRun: boolean;
}

/** Creates, replaces or patches an object, by the rules of versions and of the subresource `status`. */
export function write(store: Store, path: ApiPath, { method, type, body, isDryRun }: Write): Reply {
  if (method === 'POST') return create(store, path, body as Stored, isDryRun);
  const before = store.find(path.resource, keyOf(path.name ?? '', path.namespace));
  if (before === undefined) return notFound(path);
  if (method === 'DELETE') {
    store.remove(path.resource, keyOf(path.name ?? '', path.namespace));
    return { code: 200, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' } };
  }
  const after = method === 'PUT' ? (body as Stored) : patched(before, body, type);
  const asked = after.metadata.resourceVersion;
  if (asked !== undefined && asked !== before.metadata.resourceVersion)
    return statusReply(409, 'Conflict', 'the object has been modified');
  return { code: 200, body: store.put(path.resource, partOf(path, before, after)) };
}

function create(store: Store, { resource, namespace }: ApiPath, body: Stored, isDryRun: boolean): Reply {
  const metadata = namespace === undefined ? body.metadata : { ...body.metadata, namespace };
  if (store.find(resource, keyOf(metadata.name, metadata.namespace)) !== undefined)
    return statusReply(409, 'AlreadyExists', `${resource} "${metadata.name}" already exists`);
  const object = { ...body, metadata };
  return { code: 201, body: isDryRun ? object : store.put(resource, object) };
}

/** Through `status` only the status is written, and otherwise all but it. */
function partOf({ resource, subresource }: ApiPath, before: Stored, after: Stored): Stored {
  if (!resource.startsWith('tracing.dokaseca.io/')) return after;
  if (subresource === 'status') return { ...before, status: after['status'] };
  return 'status' in before ? { ...after, status: before['status'] } : after;
}

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';

function patched(before: Stored, body: unknown, type: string | undefined): Stored {
  if (type === JSON_PATCH)
    return jsonPatch.applyPatch(structuredClone(before), body as Operation[], true).newDocument;
  return merged(before, body, type !== MERGE_PATCH) as Stored;
}

/** RFC 7386; or else lists whose items have a `type` or `name` are joined by it, as apply and strategic merge do. */
function merged(before: unknown, patch: unknown, joins = true): unknown {
  if (joins && Array.isArray(before) && Array.isArray(patch)) return mergedList(before, patch);
  if (!isObject(patch)) return patch;
  const old = isObject(before) ? before : {};
  const changed = Object.entries(patch).map(([key, value]) => [key, merged(old[key], value, joins)] as const);
  return Object.fromEntries([...Object.entries(old), ...changed].filter(([key]) => patch[key] !== null));
}

function mergedList(before: readonly unknown[], patch: readonly unknown[]): readonly unknown[] {
  const key = ['type', 'name'].find((name) => patch.every((item) => isObject(item) && name in item));
  if (key === undefined) return patch;
  const idOf = (item: unknown): unknown => (isObject(item) ? item[key] : undefined);
  const kept = before.map((item) => {
    const over = patch.find((other) => idOf(other) === idOf(item));
    return over === undefined ? item : merged(item, over);
  });
  return [...kept, ...patch.filter((item) => !before.some((other) => idOf(other) === idOf(item)))];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
