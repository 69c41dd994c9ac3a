import { isRecord } from '../core/json.js';
import { parseJson } from '../text/parse-json.js';
import type { ApiCall } from './api-calls.js';
import { readLines } from './response-body.js';
import type { Connection } from './connection.js';
import { isKubeObject, openResponse } from './exchange.js';
import { buildEventFailure, buildRejected, buildUnreachable, type KubeFailure } from './failure.js';
import type { KubeObject } from './object.js';
import { buildCollectionPath, formatQuery, buildFieldSelector, type ObjectTarget } from './api-paths.js';

export interface WatchRequest extends ObjectTarget {
  /** From the list before. */
  readonly resourceVersion: string;
  /** After how long the API server ends the watch. */
  readonly timeoutSeconds: number;
  /** After how much silence the connection counts as dead; bookmarks come about once a minute. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  /** Called when the API server takes the watch. */
  readonly onOpen?: () => void;
}

const EVENT_TYPES = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'] as const;

export interface WatchEvent {
  readonly type: (typeof EVENT_TYPES)[number];
  /** A bookmark has a `metadata.resourceVersion` and no more. */
  readonly object: KubeObject;
}

const METADATA_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/**
 * Watches once; https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 * Resolves with `undefined` when the API server ends the watch in its time, else with why it is over.
 */
export async function watchOnce(
  connection: Connection,
  call: ApiCall,
  options: WatchRequest,
  onEvent: (event: WatchEvent) => void,
): Promise<KubeFailure | undefined> {
  const { resourceVersion, timeoutSeconds, silenceMs, signal } = options;
  const asked = { verb: 'watch', call } as const;
  const query = formatQuery({
    ...buildFieldSelector(options),
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion,
    timeoutSeconds,
  });
  const opened = await openResponse(connection, asked, {
    method: 'GET',
    path: `${buildCollectionPath(call, options, connection.namespace)}${query}`,
    silenceMs,
    ...(call.metadataOnly === true ? { accept: METADATA_ONLY } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!opened.ok) return opened.error;
  options.onOpen?.();
  let failure: KubeFailure | undefined;
  const read = await readLines(opened.value, (line) => {
    const event = parseJson(line);
    if (isRecord(event) && event['type'] === 'ERROR') failure ??= buildEventFailure(asked, event['object']);
    else if (isWatchEvent(event)) onEvent(event);
    else failure ??= buildRejected(asked, 'an event of the answer cannot be read');
  });
  return failure ?? (read.ok ? undefined : buildUnreachable(asked, read.error));
}

const isWatchEvent = (value: unknown): value is WatchEvent =>
  isRecord(value) && EVENT_TYPES.some((type) => type === value['type']) && isKubeObject(value['object']);
