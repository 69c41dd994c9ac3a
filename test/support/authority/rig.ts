import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { createAuthorityPorts, type AuthorityObjects } from '../../../src/kube/authority-ports.js';
import { createKubeClient } from '../../../src/kube/client.js';
import type { Connection } from '../../../src/kube/connection.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { createAuthoritySource, type AuthoritySource } from '../../../src/tls/authority/authority-source.js';
import { QUICK } from '../quick-pace.js';
import { adminOf, type Admin, type Json } from '../api-admin.js';

/** Replicas of the webhook, as far as certificates go, on an API server. */
export interface AuthorityRig {
  readonly admin: Admin;
  readonly paths: Readonly<Record<'secret' | 'mutating' | 'validating', string>>;
  /** Moves the API server's clock as the replicas see it, and with it, or alone, the clock that does not jump. */
  readonly pass: (milliseconds: number) => void;
  readonly jump: (milliseconds: number) => void;
  readonly start: (options?: ReplicaOptions) => Promise<RunningReplica>;
  readonly createRegistrations: (change?: (object: Json) => Json) => Promise<void>;
  /** PEM of what the webhooks of a configuration trust, one after the other. */
  readonly bundles: (which: 'mutating' | 'validating') => Promise<readonly string[]>;
  readonly secretData: () => Promise<Readonly<Record<string, string>>>;
  /** Stops all replicas and removes all objects. */
  readonly clear: () => Promise<void>;
}

interface ReplicaOptions {
  readonly tickMs?: number;
  readonly names?: readonly [string, ...string[]];
  /** How far the machine's own clock is ahead. */
  readonly clockOffMs?: number;
}

export interface RunningReplica extends AuthoritySource {
  /** What it has logged. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** `ok`, or the code with which a client that trusts what the API server trusts refuses the replica. */
  readonly handshake: () => Promise<string>;
}

const SERVER_NAME = 'doka-tracing.doka-tracing.svc';

export function authorityRig(connection: Connection, objects: AuthorityObjects): AuthorityRig {
  const admin = adminOf(connection);
  const paths = pathsOf(connection.namespace, objects);
  const running: AuthoritySource[] = [];
  const clocks = { elapsed: 0, jumped: 0 };
  const bundles: AuthorityRig['bundles'] = async (which) => bundlesOf(await admin.get(paths[which]));
  return {
    admin,
    paths,
    pass: (milliseconds) => {
      clocks.elapsed += milliseconds;
    },
    jump: (milliseconds) => {
      clocks.jumped += milliseconds;
    },
    start: async (options = {}) => {
      const replica = await start({ connection, objects, clocks, ...options });
      running.push(replica);
      return { ...replica, handshake: async () => handshake(replica, (await bundles('mutating')).join('')) };
    },
    createRegistrations: async (change = (object) => object) => {
      for (const kind of ['Mutating', 'Validating'] as const) {
        const resource = `${kind.toLowerCase()}webhookconfigurations`;
        await admin.create(`${ADMISSION}/${resource}`, change(registration(kind, connection, objects)));
      }
    },
    bundles,
    secretData: async () => decoded((await admin.get(paths.secret))?.['data']),
    clear: async () => {
      for (const replica of running.splice(0)) replica.stop();
      for (const path of Object.values(paths)) await admin.remove(path);
    },
  };
}

const ADMISSION = '/apis/admissionregistration.k8s.io/v1';

const pathsOf = (namespace: string, { secret, configuration }: AuthorityObjects): AuthorityRig['paths'] => ({
  secret: `/api/v1/namespaces/${namespace}/secrets/${secret}`,
  mutating: `${ADMISSION}/mutatingwebhookconfigurations/${configuration}`,
  validating: `${ADMISSION}/validatingwebhookconfigurations/${configuration}`,
});

interface Replica extends ReplicaOptions {
  readonly connection: Connection;
  readonly objects: AuthorityObjects;
  readonly clocks: { readonly elapsed: number; readonly jumped: number };
}

async function start({
  connection,
  objects,
  clocks,
  tickMs = 20,
  clockOffMs = 0,
  names = [SERVER_NAME],
}: Replica): Promise<Omit<RunningReplica, 'handshake'>> {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger('debug', {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  const client = createKubeClient(connection, {
    'ca-secret': [objects.secret],
    'mutating-webhooks': [objects.configuration],
    'validating-webhooks': [objects.configuration],
  });
  const ports = createAuthorityPorts({ client, objects, logger, pace: QUICK });
  const source = await createAuthoritySource({
    ports: {
      ...ports,
      now: () => new Date(ports.now().getTime() + clocks.elapsed + clocks.jumped),
    },
    names,
    logger,
    elapsedMs: () => performance.now() + clocks.elapsed,
    localNow: () => Date.now() + clockOffMs + clocks.elapsed + clocks.jumped,
    pace: { pauseMs: 1, retryMs: tickMs, tickMs },
  });
  return { ...source, lines };
}

/** A configuration as the manifests have it, which no object matches. */
function registration(
  kind: 'Mutating' | 'Validating',
  { namespace }: Connection,
  objects: AuthorityObjects,
): Json {
  const webhook = (name: string, service: Json): Json => ({
    name,
    clientConfig: { service: { path: '/mutate', port: 443, ...service } },
    admissionReviewVersions: ['v1'],
    sideEffects: 'NoneOnDryRun',
    failurePolicy: 'Ignore',
    timeoutSeconds: 2,
    objectSelector: { matchLabels: { 'doka-tracing-test': 'nobody' } },
    rules: [
      {
        operations: ['CREATE'],
        apiGroups: [''],
        apiVersions: ['v1'],
        resources: ['pods'],
        scope: 'Namespaced',
      },
    ],
  });
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata: { name: objects.configuration },
    webhooks: [
      webhook('other.tracing.dokaseca.io', { name: 'somebody', namespace: 'else' }),
      webhook('pods.tracing.dokaseca.io', { name: objects.service, namespace }),
    ],
  };
}

interface Webhooks {
  readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
}

const bundlesOf = (object: Json | undefined): readonly string[] =>
  ((object ?? { webhooks: [] }) as unknown as Webhooks).webhooks.map(({ clientConfig }) =>
    Buffer.from(clientConfig.caBundle ?? '', 'base64').toString('utf8'),
  );

const decoded = (data: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((data ?? {}) as Record<string, string>).map(([name, value]) => [
      name,
      Buffer.from(value, 'base64').toString('utf8'),
    ]),
  );

async function handshake({ current }: Pick<AuthoritySource, 'current'>, ca: string): Promise<string> {
  const { cert, key } = current();
  const server = createServer({ cert, key }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername: SERVER_NAME, ca });
  try {
    await once(socket, 'secureConnect');
    return 'ok';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    server.close();
  }
}
