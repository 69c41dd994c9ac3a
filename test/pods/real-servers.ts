// Servers that the tests cannot start, and meet for real where the environment names one; enter.sh leads to them.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ContainerCommand } from './pod.js';

const VARIABLES = { tempo: 'TEMPO_URL', 'victoria-traces': 'VICTORIA_TRACES_URL' } as const;

const RELAY = fileURLToPath(new URL('relay.mjs', import.meta.url));

/** The path of the socket file that leads to a real server; undefined where none is named. */
export const findRealServer = (name: keyof typeof VARIABLES): string | undefined =>
  (process.env[VARIABLES[name]] ?? '') === '' ? undefined : findSocket(name);

/** What the tests say that they meet. */
export const nameServer = (name: keyof typeof VARIABLES, title: string): string =>
  findRealServer(name) === undefined ? `what stands in for ${title}` : `a real ${title}`;

/** A container that carries connections to a port of its pod on to a socket file of enter.sh's. */
export function buildRelayContainer(socket: string, port: number): ContainerCommand {
  const path = findSocket(socket);
  return {
    command: ['node', RELAY, `http://0.0.0.0:${port}`, path],
    volumes: [{ source: path, target: path }],
  };
}

const findSocket = (name: string): string => join(process.env['REAL_SERVERS'] ?? '', name);
