import { CATALOG } from '../../parts/catalog.js';
import type { StandIn, TracingServer } from '../../parts/servers.js';
import { NODE_IMAGE } from '../images/catalogue.js';
import { bringImage } from './images.js';
import { addressOf, apply, kubectl } from './test-cluster.js';

const CONFIG_FOLDER = '/etc/server';
const CONFIG_FILE = 'config.yaml';
const STAND_IN_FOLDER = '/etc/stand-in';

/**
 * Deploys a server behind a Service of the name that its chart gives it, with the stand-in beside it if it has one, and
 * waits until it is ready.
 */
export async function deployServer(server: TracingServer): Promise<void> {
  const image = `localhost/${server.part}:${CATALOG[server.part].version}`;
  const [command = '', ...args] = server.command.map((word) =>
    word.replace('{part}/', '').replace('{config}', `${CONFIG_FOLDER}/${CONFIG_FILE}`),
  );
  await bringImage(image, server.part, command);
  const { name, namespace } = serviceOf(server);
  apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objectsOf(server, { image, args }) }));
  kubectl('rollout', 'status', `deployment/${name}`, `--namespace=${namespace}`, '--timeout=120s');
}

/** Base of a deployed server's HTTP API, for this process. */
export function urlOf(server: TracingServer): string {
  const { name, namespace } = serviceOf(server);
  return `http://${addressOf(namespace, name)}:${server.port}`;
}

function serviceOf({ hosts: [host = ''] }: TracingServer): {
  readonly name: string;
  readonly namespace: string;
} {
  const [name = '', namespace = ''] = host.split('.');
  return { name, namespace };
}

interface Program {
  readonly image: string;
  readonly args: readonly string[];
}

function objectsOf(server: TracingServer, { image, args }: Program): readonly object[] {
  const { port, spanPorts, readyPath, readyPort = port, config = '', standIn } = server;
  const { name } = serviceOf(server);
  const metadata = serviceOf(server);
  const labels = { 'app.kubernetes.io/name': name };
  const container = {
    name,
    image,
    args,
    readinessProbe: { httpGet: { path: readyPath, port: readyPort }, periodSeconds: 1 },
    volumeMounts: [{ name: 'config', mountPath: CONFIG_FOLDER }],
  };
  const beside = standIn === undefined ? undefined : writeStandIn(standIn, server);
  const containers = [container, ...(beside?.containers ?? [])];
  const volumes = [{ name: 'config', configMap: { name } }, ...(beside?.volumes ?? [])];
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [CONFIG_FILE]: config } },
    ...(beside?.objects ?? []),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers, volumes } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        selector: labels,
        ports: [port, ...spanPorts].map((number) => ({ name: `port-${number}`, port: number })),
      },
    },
  ];
}

/** What a stand-in adds to the pod of its server, and the ConfigMap with its files. */
function writeStandIn({ files, command, readyPath }: StandIn, server: TracingServer) {
  const { name, namespace } = serviceOf(server);
  const configMap = `${name}-stand-in`;
  return {
    containers: [
      {
        name: 'stand-in',
        image: NODE_IMAGE,
        command: command.map((word) => word.replace('{files}', STAND_IN_FOLDER)),
        readinessProbe: { httpGet: { path: readyPath, port: server.port }, periodSeconds: 1 },
        volumeMounts: [{ name: 'stand-in', mountPath: STAND_IN_FOLDER }],
      },
    ],
    volumes: [{ name: 'stand-in', configMap: { name: configMap } }],
    objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: configMap, namespace }, data: files }],
  };
}
