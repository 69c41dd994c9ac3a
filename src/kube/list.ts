import { isRecord } from '../core/json.js';
import { err, ok } from '../core/result.js';
import type { ApiCall } from './api-calls.js';
import type { Connection } from './connection.js';
import type { KubeRequest } from './api-request.js';
import { exchangeJson, isKubeObject, openResponse } from './exchange.js';
import { buildRejected, buildTooLarge, buildUnreachable } from './failure.js';
import type { KubeAnswer, ListPage } from './object.js';
import { readBytes } from './response-body.js';
import { buildCollectionPath, formatQuery, buildFieldSelector, type ObjectTarget } from './api-paths.js';

export interface ListOptions extends ObjectTarget {
  /** Only objects with these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly limit?: number;
  /** From the page before. */
  readonly continue?: string;
  readonly signal?: AbortSignal;
}

type ListRequest = Pick<KubeRequest, 'method' | 'path'> & Partial<KubeRequest>;

const METADATA_ONLY = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

/**
 * Asks for one page; https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks
 * A name selects it, which RBAC takes for the right to that name.
 */
export async function fetchPage(
  connection: Connection,
  call: ApiCall,
  options: ListOptions,
): Promise<KubeAnswer<ListPage>> {
  const asked = { verb: 'list', call } as const;
  const answer = await exchangeJson(connection, asked, buildRequest(connection, call, options));
  if (!answer.ok) return answer;
  const page = readPage(answer.value);
  return page === undefined ? err(buildRejected(asked, 'the answer is no list')) : ok(page);
}

/**
 * Asks for one page, and gives it as it came, for who reads it in another thread. One of more than `largest` bytes is the
 * failure `too-large`.
 */
export async function fetchPageBytes(
  connection: Connection,
  call: ApiCall,
  { largest, ...options }: ListOptions & { readonly largest: number },
): Promise<KubeAnswer<Buffer>> {
  const asked = { verb: 'list', call } as const;
  const opened = await openResponse(connection, asked, buildRequest(connection, call, options));
  if (!opened.ok) return opened;
  const bytes = await readBytes(opened.value, largest);
  if (bytes.ok) return bytes;
  const { kind, message } = bytes.error;
  return err(kind === 'too-large' ? buildTooLarge(asked, message) : buildUnreachable(asked, message));
}

function buildRequest({ namespace }: Connection, call: ApiCall, options: ListOptions): ListRequest {
  const { limit, signal } = options;
  const query = formatQuery({
    ...buildFieldSelector(options),
    labelSelector: formatLabelSelector(options.labels),
    limit,
    continue: options.continue,
  });
  return {
    method: 'GET',
    path: `${buildCollectionPath(call, options, namespace)}${query}`,
    ...(call.metadataOnly === true ? { accept: METADATA_ONLY } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
}

const formatLabelSelector = (labels: ListOptions['labels']): string | undefined =>
  labels &&
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

function readPage(value: unknown): ListPage | undefined {
  if (!isRecord(value) || !isRecord(value['metadata'])) return undefined;
  const { resourceVersion, continue: next } = value['metadata'];
  // An empty list of metadata alone has null.
  const items: unknown = value['items'] ?? [];
  if (typeof resourceVersion !== 'string' || !Array.isArray(items)) return undefined;
  return {
    items: items.filter(isKubeObject),
    resourceVersion,
    ...(typeof next === 'string' && next !== '' ? { continue: next } : {}),
  };
}
