import type { Server } from 'node:net';
import { HOST_IP } from '../pods/network.js';
import { relay } from '../pods/relay.mjs';

/** Ports of the node that lead to a pod. */
export interface HostPorts {
  /** Resolves when the last connection has ended, as those of the pod do with it. */
  readonly close: () => Promise<void>;
}

/** Lets ports of the node lead to the same ones of a pod, as a kubelet does for `hostPort`. */
export async function openHostPorts(ports: readonly number[], podIP: string): Promise<HostPorts> {
  const servers = await Promise.all(
    ports.map((port) => relay({ host: HOST_IP, port }, { host: podIP, port })),
  );
  return {
    close: async () => {
      await Promise.all(servers.map(closed));
    },
  };
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
