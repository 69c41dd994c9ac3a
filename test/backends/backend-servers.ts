import type { PartName } from '../parts/catalog.js';
import type { Backend } from '../../src/core/domain.js';
import { startJaeger, startTempo, startZipkin } from '../pods/tracing-servers.js';
import type { Server } from '../pods/server.js';
import { startVictoriaTraces } from './victoria-traces.js';

/** A backend under the names and ports of its default chart. */
export interface BackendServer {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const served = async (server: Promise<Server>): Promise<BackendServer> => {
  const { start, stop, pod } = await server;
  return { start, stop, remove: pod.remove };
};

interface BackendParts {
  readonly start: () => Promise<BackendServer>;
  /** Parts that it, or what stands in for it, is made of. */
  readonly parts: readonly PartName[];
}

const SERVERS: Readonly<Record<Backend, BackendParts>> = {
  tempo: { start: () => served(startTempo()), parts: ['collector'] },
  jaeger: { start: () => served(startJaeger()), parts: ['jaeger'] },
  zipkin: { start: () => served(startZipkin()), parts: ['zipkin'] },
  'victoria-traces': { start: startVictoriaTraces, parts: [] },
};

/** Backends that run, by name. */
export type BackendServers = ReadonlyMap<Backend, BackendServer>;

/** Starts backends side by side. */
export async function startBackends(backends: readonly Backend[]): Promise<BackendServers> {
  return new Map(
    await Promise.all(backends.map(async (backend) => [backend, await SERVERS[backend].start()] as const)),
  );
}

export async function removeBackends(servers: BackendServers): Promise<void> {
  for (const server of servers.values()) await server.remove().catch(() => undefined);
}

export const partsOf = (backends: readonly Backend[]): readonly PartName[] =>
  backends.flatMap((backend) => SERVERS[backend].parts);
