import { isRecord } from '../core/json.js';
import { err, ok } from '../core/result.js';
import type { ApiCall } from './api-calls.js';
import type { Connection } from './connection.js';
import { exchangeJson, isKubeObject } from './exchange.js';
import { buildRejected } from './failure.js';
import type { KubeAnswer, ListPage } from './object.js';
import { buildCollectionPath, formatQuery, buildFieldSelector, type ObjectTarget } from './api-paths.js';

export interface ListOptions extends ObjectTarget {
  /** Only objects with these labels. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly limit?: number;
  /** From the page before. */
  readonly continue?: string;
  readonly signal?: AbortSignal;
}

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
  const { limit, signal } = options;
  const asked = { verb: 'list', call } as const;
  const query = formatQuery({
    ...buildFieldSelector(options),
    labelSelector: formatLabelSelector(options.labels),
    limit,
    continue: options.continue,
  });
  const answer = await exchangeJson(connection, asked, {
    method: 'GET',
    path: `${buildCollectionPath(call, options, connection.namespace)}${query}`,
    ...(call.metadataOnly === true ? { accept: METADATA_ONLY } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!answer.ok) return answer;
  const page = readPage(answer.value);
  return page === undefined ? err(buildRejected(asked, 'the answer is no list')) : ok(page);
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
