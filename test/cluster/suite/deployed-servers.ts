import { CATALOG } from '../../parts/catalog.js';
import type { TracingServer } from '../../parts/servers.js';
import { bringImage } from './images.js';
import { addressOf, apply, kubectl } from './test-cluster.js';

const CONFIG_FOLDER = '/etc/server';
const CONFIG_FILE = 'config.yaml';

/** Deploys a server behind a Service of the name that its chart gives it, and waits until it is ready. */
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
  const { port, spanPorts, readyPath, readyPort = port, config = '' } = server;
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
  const volumes = [{ name: 'config', configMap: { name } }];
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [CONFIG_FILE]: config } },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container], volumes } },
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
