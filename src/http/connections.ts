import type { ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import type { Socket } from 'node:net';

/** The open connections of a server and the requests being answered on them. */
export interface Connections {
  /** Waits until nothing is being answered, closing idle connections meanwhile, then closes the rest. */
  readonly closeWhenIdle: () => Promise<void>;
}

const SWEEP_MS = 20;
/** A request that is on the wire when the last answer ends gets so many sweeps to be seen. */
const QUIET_SWEEPS = 5;
/** Nothing is waited for longer: a review's body has 30 s to arrive. */
const MOST_SWEEPS = 31_000 / SWEEP_MS;

/**
 * Watches a server from now on. `server.close()` alone would wait for a kept connection until its 120 s are over, and for
 * ever for a client that connected and says nothing.
 */
export function trackConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  let answering = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (_request, response: ServerResponse) => {
    answering += 1;
    response.once('close', () => {
      answering -= 1;
    });
  });
  return {
    closeWhenIdle: async () => {
      let quiet = 0;
      for (let sweep = 0; sweep < MOST_SWEEPS && quiet < QUIET_SWEEPS && sockets.size > 0; sweep += 1) {
        server.closeIdleConnections();
        quiet = answering === 0 ? quiet + 1 : 0;
        await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
      }
      for (const socket of sockets) socket.destroy();
    },
  };
}
