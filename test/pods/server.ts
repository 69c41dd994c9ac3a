import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import type { TracingServer } from '../parts/servers.js';
import { configFile, createPod, type Pod, type Running, type Volume } from './pod.js';

/** A real server in a pod of its own, that can be stopped and started again under the same address. */
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

/** Starts a server and waits until it is ready. */
export async function startServer(spec: ServerSpec): Promise<Server> {
  const { part, hosts, port, readyPath, readyPort = port, environment = {}, volumes = [] } = spec;
  const name = spec.name ?? part;
  const folder = folderOf(CATALOG[part]);
  const config = spec.config === undefined ? '' : configFile(`${name}.yaml`, spec.config);
  const command = spec.command.map((word) => word.replace('{part}', folder).replace('{config}', config));
  const pod = createPod(name, hosts);
  const mounts = [{ source: folder, target: folder }, ...volumes];
  if (config !== '') mounts.push({ source: config, target: config });
  let running: Running | undefined;
  const start = async (): Promise<void> => {
    running = pod.start({ command, environment, volumes: mounts });
    await running.ready(`http://${pod.ip}:${readyPort}${readyPath}`);
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
    stop: async () => running?.stop(),
    log: () => running?.log() ?? '',
  };
}
