import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CoreV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type KubernetesObject,
} from '@kubernetes/client-node';
import { cacheFolder } from '../cluster/machine/cache.js';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { buildServiceEnvironment } from '../../demo/service-environment.js';
import { eventually } from '../pods/eventually.js';
import { configFile, createPod, type Volume } from '../pods/pod.js';

/** A real API server, without nodes and controllers. */
export interface KubernetesApi {
  readonly core: CoreV1Api;
  /** Creates an object of any kind, or makes it the same as this. */
  readonly apply: (object: object) => Promise<KubernetesObject>;
  /** What a kubelet gives the containers of a pod so that they find the API server and are known to it. */
  readonly access: (account: { readonly name: string; readonly namespace: string }) => Promise<ApiAccess>;
  /** How a Prometheus reads the metrics of the API server. */
  readonly scrapeConfig: object;
  readonly remove: () => Promise<void>;
}

export interface ApiAccess {
  readonly environment: StringMap;
  readonly volumes: readonly Volume[];
}

const PROGRAMS = ['etcd', 'kube-apiserver'];
const PORT = 6443;
const READY_MS = 120_000;

/**
 * Folder with etcd and kube-apiserver: `KUBEBUILDER_ASSETS`, or what the cluster's tests have made; undefined where
 * there is none.
 */
export function apiServerPrograms(): string | undefined {
  const given = process.env['KUBEBUILDER_ASSETS'];
  const root = cacheFolder();
  const cached = existsSync(root) ? readdirSync(root).filter((name) => name.startsWith('kubernetes-')) : [];
  const newestFirst = cached.map((name) => join(root, name)).sort((a, b) => mtime(b) - mtime(a));
  return [...(given === undefined ? [] : [given]), ...newestFirst].find((folder) =>
    PROGRAMS.every((program) => existsSync(join(folder, program))),
  );
}

const mtime = (path: string): number => statSync(path).mtimeMs;

/** Starts etcd and the API server in one pod. RBAC is on; the tests themselves may do all. */
export async function startKubernetesApi(programs: string): Promise<KubernetesApi> {
  const data = mkdtempSync(join(tmpdir(), 'doka-tracing-api-'));
  const pod = createPod('kubernetes', ['kubernetes.default.svc']);
  const volumes = [programs, data].map((path) => ({ source: path, target: path }));
  const remove = async (): Promise<void> => {
    await pod.remove();
    rmSync(data, { recursive: true, force: true });
  };
  try {
    const etcd = pod.start({ command: etcdCommand(programs, data, pod.ip), volumes });
    await etcd.ready(`http://${pod.ip}:2379/health`);
    const server = pod.start({ command: serverCommand(programs, data, pod.ip), volumes });
    const config = await eventually(() => configOf(data, pod.ip), {
      deadlineMs: READY_MS,
      everyMs: 500,
      what: 'the certificate of the API server',
    });
    const core = config.makeApiClient(CoreV1Api);
    await eventually(async () => core.readNamespace({ name: 'kube-system' }), {
      deadlineMs: READY_MS,
      everyMs: 500,
      what: 'an answer of the API server',
    }).catch((error: unknown) => {
      throw new Error(`${(error as Error).message} It wrote:\n${server.log().slice(-3000)}`, {
        cause: error,
      });
    });
    const objects = KubernetesObjectApi.makeApiClient(config);
    const applyOnce = (object: object): Promise<KubernetesObject> =>
      objects.patch(object, undefined, undefined, 'tests', true, PatchStrategy.ServerSideApply);
    return {
      core,
      apply: (object) =>
        applyOnce(object).catch((error: unknown) => {
          // An idle connection may be closed just when it is used again. To apply twice is to apply once.
          if (String(error).includes('socket hang up')) return applyOnce(object);
          throw error;
        }),
      access: async ({ name, namespace }) => {
        const body = { spec: { audiences: [ISSUER], expirationSeconds: 3600 } };
        const request = { name, namespace, body: body as never };
        const { status } = await core.createNamespacedServiceAccountToken(request);
        return accessOf(status?.token ?? '', { namespace, data, ip: pod.ip });
      },
      scrapeConfig: {
        job_name: 'apiserver',
        scheme: 'https',
        authorization: { credentials: TOKEN },
        tls_config: { insecure_skip_verify: true },
        static_configs: [{ targets: [`${pod.ip}:${PORT}`] }],
      },
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

const ISSUER = 'https://kubernetes.default.svc';
const TOKEN = 'tests';

const etcdCommand = (programs: string, data: string, ip: string): readonly string[] => [
  join(programs, 'etcd'),
  `--data-dir=${join(data, 'etcd')}`,
  '--unsafe-no-fsync',
  `--listen-client-urls=http://${ip}:2379`,
  `--advertise-client-urls=http://${ip}:2379`,
  '--listen-peer-urls=http://127.0.0.1:2380',
];

/** The server makes its own certificate, which names the address that it advertises. */
function serverCommand(programs: string, data: string, ip: string): readonly string[] {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const file = (name: string, text: string): string => {
    writeFileSync(join(data, name), text);
    return join(data, name);
  };
  return [
    join(programs, 'kube-apiserver'),
    `--etcd-servers=http://${ip}:2379`,
    `--advertise-address=${ip}`,
    `--secure-port=${PORT}`,
    `--cert-dir=${data}`,
    `--service-account-issuer=${ISSUER}`,
    `--service-account-key-file=${file('account.pub', publicKey)}`,
    `--service-account-signing-key-file=${file('account.key', privateKey)}`,
    `--token-auth-file=${file('tokens.csv', `${TOKEN},tests,tests,"system:masters"\n`)}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/16',
    // No controller makes the account that a pod must have.
    '--disable-admission-plugins=ServiceAccount',
  ];
}

/** How the tests reach it; undefined as long as it has no certificate. */
function configOf(data: string, ip: string): KubeConfig | undefined {
  const caFile = join(data, 'apiserver.crt');
  if (!existsSync(caFile)) return undefined;
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: 'tests', server: `https://${ip}:${PORT}`, caFile }],
    users: [{ name: 'tests', token: TOKEN }],
    contexts: [{ name: 'tests', cluster: 'tests', user: 'tests' }],
    currentContext: 'tests',
  });
  return config;
}

/** Where a kubelet mounts the token of a pod's account. */
const ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

interface Place {
  readonly namespace: string;
  readonly data: string;
  readonly ip: string;
}

function accessOf(token: string, { namespace, data, ip }: Place): ApiAccess {
  const files = {
    token,
    namespace,
    'ca.crt': readFileSync(join(data, 'apiserver.crt'), 'utf8'),
  };
  return {
    environment: buildServiceEnvironment([
      { metadata: { name: 'kubernetes' }, spec: { clusterIP: ip, ports: [{ name: 'https', port: PORT }] } },
    ]),
    volumes: Object.entries(files).map(([name, text]) => ({
      source: configFile(`account-${name}`, text),
      target: `${ACCOUNT_FOLDER}/${name}`,
    })),
  };
}
