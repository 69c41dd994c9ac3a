import { afterEach } from 'vitest';
import type { Served } from './served.js';

/** Gives a function that waits for a server, which is closed after the test; to be called once in a file. */
export function serversOfTests(): (server: Promise<Served>) => Promise<Served> {
  const servers: Served[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  return async (server) => {
    const started = await server;
    servers.push(started);
    return started;
  };
}
