import type { Server } from 'node:net';
import { HOST_IP, nameHost } from '../pods/network.js';
import { findRealServer } from '../pods/real-servers.js';
import { relay } from '../pods/relay.mjs';
import { serveVictoriaTraces } from '../stand-ins/victoria-traces.js';
import type { BackendServer } from './backend-servers.js';

const PORT = 10428;
const NAME = 'victoria-traces-single-vt-single-server.monitoring.svc';

/** VictoriaTraces under the name of its chart: the one at VICTORIA_TRACES_URL, or its recorded contract. */
export async function startVictoriaTraces(): Promise<BackendServer> {
  const forget = nameHost(HOST_IP, [NAME]);
  const start = (): Promise<Server> => {
    const socket = findRealServer('victoria-traces');
    return socket === undefined
      ? serveVictoriaTraces(HOST_IP, PORT)
      : relay({ host: HOST_IP, port: PORT }, { path: socket });
  };
  let server = await start();
  return {
    start: async () => {
      server = await start();
    },
    stop: () => stop(server),
    remove: () => {
      forget();
      return stop(server);
    },
  };
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    if ('closeAllConnections' in server)
      (server as { closeAllConnections: () => void }).closeAllConnections();
  });
