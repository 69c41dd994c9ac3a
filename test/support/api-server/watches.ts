import type { ServerResponse } from 'node:http';
import type { Change, Store, Stored } from './store.js';

export interface WatchRequest {
  readonly resource: string;
  readonly version: number;
  readonly selects: (object: Stored) => boolean;
  readonly shown: (object: Stored) => unknown;
}

/** Watches that are open. */
export interface Watches {
  readonly open: (request: WatchRequest, response: ServerResponse) => void;
  readonly count: () => number;
  /** Sends a bookmark on each. */
  readonly bookmark: () => void;
  /** Ends each as the API server does after `timeoutSeconds`. */
  readonly end: () => void;
  /** Cuts each connection. */
  readonly cut: () => void;
  /** From now on nothing is sent on those that are open, though their connections stay. */
  readonly silence: () => void;
  /** From now on each event is sent in small pieces, cut anywhere. */
  readonly splinter: () => void;
}

interface Open {
  readonly request: WatchRequest;
  readonly response: ServerResponse;
  silent: boolean;
}

const PIECE = 7;

/** Serves watches from a store. */
export function createWatches(store: Store): Watches {
  const open = new Set<Open>();
  let splintered = false;
  const write = ({ response, silent }: Open, event: unknown): void => {
    if (silent) return;
    const bytes = Buffer.from(`${JSON.stringify(event)}\n`);
    const size = splintered ? PIECE : bytes.length;
    for (let at = 0; at < bytes.length; at += size) response.write(bytes.subarray(at, at + size));
  };
  const isAhead = ({ request }: Open): boolean => request.version > store.version();
  const send = (watch: Open, { type, object, version }: Change): void => {
    const { selects, shown, version: from } = watch.request;
    // A watch from a version that is yet to come is told nothing until then.
    if (version > from && selects(object)) write(watch, { type, object: shown(object) });
  };
  store.onChange((resource, change) => {
    for (const watch of open) if (watch.request.resource === resource) send(watch, change);
  });
  const each = (act: (watch: Open) => void) => (): void => {
    for (const watch of open) act(watch);
  };
  return {
    open: (request, response) => {
      const watch = { request, response, silent: false };
      response.socket?.setNoDelay(true);
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
      const missed = store.since(request.resource, request.version);
      if (missed === undefined) {
        response.end(`${JSON.stringify({ type: 'ERROR', object: EXPIRED })}\n`);
        return;
      }
      open.add(watch);
      response.on('close', () => open.delete(watch));
      for (const change of missed) send(watch, change);
    },
    count: () => open.size,
    bookmark: each((watch) => {
      if (isAhead(watch)) return;
      const metadata = { resourceVersion: String(store.version()) };
      write(watch, { type: 'BOOKMARK', object: { kind: 'Bookmark', metadata } });
    }),
    end: each(({ response }) => response.end()),
    cut: each(({ response }) => response.socket?.destroy()),
    silence: each((watch) => {
      watch.silent = true;
    }),
    splinter: () => {
      splintered = true;
    },
  };
}

const EXPIRED = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'too old resource version',
  reason: 'Expired',
  code: 410,
};
