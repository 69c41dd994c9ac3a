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

const STARTERS: Readonly<Record<Backend, () => Promise<BackendServer>>> = {
  tempo: () => served(startTempo()),
  jaeger: () => served(startJaeger()),
  zipkin: () => served(startZipkin()),
  'victoria-traces': startVictoriaTraces,
};

/** Backends that run, by name. */
export type BackendServers = ReadonlyMap<Backend, BackendServer>;

/** Starts backends side by side. */
export async function startBackends(backends: readonly Backend[]): Promise<BackendServers> {
  return new Map(
    await Promise.all(backends.map(async (backend) => [backend, await STARTERS[backend]()] as const)),
  );
}

export async function removeBackends(servers: BackendServers): Promise<void> {
  for (const server of servers.values()) await server.remove().catch(() => undefined);
}

/** Parts that each backend, or what stands in for it, is made of. */
const PARTS: Readonly<Record<Backend, readonly PartName[]>> = {
  tempo: ['collector'],
  jaeger: ['jaeger'],
  zipkin: ['zipkin'],
  'victoria-traces': [],
};

export const partsOf = (backends: readonly Backend[]): readonly PartName[] =>
  backends.flatMap((backend) => PARTS[backend]);
