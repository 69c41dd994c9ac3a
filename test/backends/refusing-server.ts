import { createServer } from 'node:http';
import { HOST_IP } from '../pods/network.js';

/** Starts a server at a port of the node that refuses whatever it is sent, for good. */
export async function startRefusing(port: number): Promise<{ readonly remove: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(400).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(port, HOST_IP, resolve);
  });
  return {
    remove: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
