import { listHeader } from './discovery.js';
import type { ApiPath } from './request-path.js';
import type { Store, Stored } from './store.js';
import type { WatchRequest } from './watches.js';
import { statusReply, type Reply } from './writes.js';

/** A list or watch as it was asked for. */
export interface Query {
  readonly path: ApiPath;
  readonly parameters: URLSearchParams;
  readonly accept: string;
}

/** Answers a page; a continue token from before a compaction is gone, as is one whose state was forgotten. */
export function listReply(
  store: Store,
  query: Query,
  takeExpiry: (resource: string) => boolean = () => false,
): Reply {
  const { path, parameters } = query;
  const limit = Number(parameters.get('limit') ?? '0');
  const token = tokenOf(parameters.get('continue'));
  const { from, version } = token ?? { from: 0, version: store.version() };
  const isForgotten = token !== undefined && takeExpiry(path.resource);
  if (isForgotten || store.since(path.resource, version) === undefined)
    return expiredReply(from, store.version());
  const all = store.list(path.resource).filter(selectorOf(query));
  const items = limit === 0 ? all : all.slice(from, from + limit);
  const isLast = limit === 0 || from + limit >= all.length;
  const next = isLast ? {} : { continue: `${from + limit}@${version}` };
  const metadata = { resourceVersion: String(version), ...next };
  return { code: 200, body: { ...listHeader(path.resource), metadata, items: writtenFor(query, items) } };
}

/** The real one gives a token for the rest of the list, too, as it is now. */
function expiredReply(from: number, version: number): Reply {
  const { code, body } = statusReply(410, 'Expired', 'the provided continue parameter is too old');
  return { code, body: { ...(body as object), metadata: { continue: `${from}@${version}` } } };
}

function tokenOf(token: string | null): { readonly from: number; readonly version: number } | undefined {
  if (token === null) return undefined;
  const [from = 0, version = 0] = token.split('@').map(Number);
  return { from, version };
}

/** The real one writes an empty list of metadata alone as null. */
const writtenFor = (query: Query, items: readonly Stored[]): unknown =>
  items.length === 0 && isMetadataOnly(query) ? null : items.map(shownTo(query));

/** A watch that is asked for. */
export function watchOf(query: Query): WatchRequest {
  return {
    resource: query.path.resource,
    version: Number(query.parameters.get('resourceVersion')),
    selects: selectorOf(query),
    shown: shownTo(query),
  };
}

function selectorOf({ path, parameters }: Query): (object: Stored) => boolean {
  const labels = (parameters.get('labelSelector') ?? '').split(',').filter((pair) => pair !== '');
  const name = /^metadata\.name=(.+)$/.exec(parameters.get('fieldSelector') ?? '')?.[1];
  return ({ metadata }) =>
    (name === undefined || metadata.name === name) &&
    (path.namespace === undefined || metadata.namespace === path.namespace) &&
    labels.every((pair) => hasLabel(metadata, pair.split('=')));
}

const hasLabel = ({ labels }: Stored['metadata'], [key = '', value]: readonly string[]): boolean =>
  (labels as Readonly<Record<string, string>> | undefined)?.[key] === value;

const isMetadataOnly = ({ accept }: Query): boolean => accept.includes('as=PartialObjectMetadata');

const shownTo =
  (query: Query) =>
  (object: Stored): unknown =>
    isMetadataOnly(query)
      ? { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata }
      : object;
