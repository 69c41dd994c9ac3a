import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Connection } from '../../src/kube/connection.js';

/** Objects as the API server keeps them, for whoever may do everything. */
export interface Admin {
  /** `undefined` for an object that is not there. */
  readonly get: (path: string) => Promise<Json | undefined>;
  readonly create: (collection: string, object: Json) => Promise<Json>;
  readonly replace: (path: string, object: Json) => Promise<Json>;
  /** Does nothing for an object that is not there. */
  readonly remove: (path: string) => Promise<void>;
}

export type Json = Readonly<Record<string, unknown>>;

/** Talks to an API server as a test does, past the client that is tested. */
export function adminOf(connection: Connection): Admin {
  const call = async (method: string, path: string, body?: Json): Promise<Json | undefined> => {
    const { code, answer } = await exchange(connection, { method, path }, body);
    if (code === 404) return undefined;
    if (code >= 300) throw new Error(`${method} ${path}: ${code} ${answer}`);
    return JSON.parse(answer) as Json;
  };
  const must = (object: Json | undefined): Json => {
    if (object === undefined) throw new Error('there is no such object');
    return object;
  };
  return {
    get: (path) => call('GET', path),
    create: async (collection, object) => must(await call('POST', collection, object)),
    replace: async (path, object) => must(await call('PUT', path, object)),
    remove: async (path) => {
      await call('DELETE', path);
    },
  };
}

async function exchange(
  { server, options }: Connection,
  { method, path }: { readonly method: string; readonly path: string },
  body?: Json,
): Promise<{ readonly code: number; readonly answer: string }> {
  const base = await options();
  const request = server.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve, reject) => {
    const headers = { ...(base.headers as Record<string, string>), 'Content-Type': 'application/json' };
    const sent = request(new URL(path, server), { ...base, method, headers }, (response) => {
      text(response).then((answer) => {
        resolve({ code: response.statusCode ?? 0, answer });
      }, reject);
    });
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
