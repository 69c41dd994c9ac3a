import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import type { StandIn, TracingServer } from '../parts/servers.js';
import {
  configFile,
  configFolder,
  createPod,
  type ContainerCommand,
  type Pod,
  type Running,
  type Volume,
} from './pod.js';

/** A server in a pod of its own, that can be stopped and started again under the same address. */
export interface Server {
  readonly pod: Pod;
  /** Base of its HTTP API. */
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly log: () => string;
}

export interface ServerSpec extends Omit<TracingServer, 'spanPorts'> {
  /** The pod's name; the part's where there is but one. */
  readonly name?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Volume[];
}

/** A container, and which path of which port tells that it is ready. */
export interface ProbedContainer extends ContainerCommand {
  readonly ready: { readonly port: number; readonly path: string };
}

/** Starts a server, with the stand-in beside it if it has one, and waits until it is ready. */
export function startServer(spec: ServerSpec): Promise<Server> {
  const { part, hosts, port, standIn } = spec;
  const name = spec.name ?? part;
  const beside = standIn === undefined ? [] : [buildStandInContainer(standIn, name, port)];
  return startContainers(createPod(name, hosts), port, [buildServerContainer(spec, name), ...beside]);
}

function buildServerContainer(spec: ServerSpec, name: string): ProbedContainer {
  const { part, port, readyPath, readyPort = port, environment = {}, volumes = [] } = spec;
  const folder = folderOf(CATALOG[part]);
  const config = spec.config === undefined ? '' : configFile(`${name}.yaml`, spec.config);
  const mounts = [{ source: folder, target: folder }, ...volumes];
  if (config !== '') mounts.push({ source: config, target: config });
  return {
    command: spec.command.map((word) => word.replace('{part}', folder).replace('{config}', config)),
    environment,
    volumes: mounts,
    ready: { port: readyPort, path: readyPath },
  };
}

function buildStandInContainer(
  { files, command, readyPath }: StandIn,
  name: string,
  port: number,
): ProbedContainer {
  const folder = configFolder(`${name}-stand-in`, files);
  return {
    command: command.map((word) => word.replace('{files}', folder)),
    volumes: [{ source: folder, target: folder }],
    ready: { port, path: readyPath },
  };
}

/** Starts the containers of a pod and waits until each is ready; `port` is that of the HTTP API. */
export async function startContainers(
  pod: Pod,
  port: number,
  containers: readonly ProbedContainer[],
): Promise<Server> {
  let running: readonly Running[] = [];
  const start = async (): Promise<void> => {
    const started = containers.map((container) => ({ ...pod.start(container), probe: container.ready }));
    running = started;
    await Promise.all(
      started.map(({ ready, probe }) => ready(`http://${pod.ip}:${probe.port}${probe.path}`)),
    );
  };
  try {
    await start();
  } catch (error) {
    await pod.remove();
    throw error;
  }
  return {
    pod,
    url: `http://${pod.ip}:${port}`,
    start,
    stop: async () => {
      await Promise.all(running.map(({ stop }) => stop()));
    },
    log: () => running.map(({ log }) => log()).join(''),
  };
}
