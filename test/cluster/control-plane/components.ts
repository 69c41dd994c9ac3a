import { join } from 'node:path';
import { API_SERVICE_ADDRESS, NODE_ADDRESS, POD_RANGE, SERVICE_RANGE } from '../machine/network-namespace.js';

/** Where the files of a cluster are. */
export interface ClusterPaths {
  readonly name: string;
  /** All that is written. */
  readonly state: string;
  /** Built programs. */
  readonly binaries: string;
  /** A whole cluster has a network namespace of its own; an API server alone runs beside everything else. */
  readonly network: 'namespace' | 'machine';
  readonly ports: ApiPorts;
}

/** Where the API server and its store listen. */
export interface ApiPorts {
  readonly server: number;
  readonly etcd: number;
  readonly etcdPeer: number;
}

/** A program of the cluster. */
export interface Component {
  readonly name: string;
  readonly words: readonly string[];
}

/** Ports in a network namespace, where nothing else listens. */
export const OWN_PORTS: ApiPorts = { server: 6443, etcd: 2379, etcdPeer: 2380 };

const etcdUrl = ({ ports }: ClusterPaths): string => `http://127.0.0.1:${ports.etcd}`;

const file = ({ state }: ClusterPaths, name: string): string => join(state, name);
const credential = (paths: ClusterPaths, name: string): string => join(paths.state, 'pki', name);

/** The store and the API server: what an admission webhook meets. */
export function apiComponents(paths: ClusterPaths): readonly Component[] {
  const etcd: Component = {
    name: 'etcd',
    words: [
      join(paths.binaries, 'etcd'),
      `--data-dir=${file(paths, 'etcd')}`,
      '--unsafe-no-fsync',
      `--listen-client-urls=${etcdUrl(paths)}`,
      `--advertise-client-urls=${etcdUrl(paths)}`,
      `--listen-peer-urls=http://127.0.0.1:${paths.ports.etcdPeer}`,
    ],
  };
  return [etcd, apiServer(paths)];
}

function apiServer(paths: ClusterPaths): Component {
  const pki = (name: string): string => credential(paths, name);
  return {
    name: 'kube-apiserver',
    words: [
      join(paths.binaries, 'kube-apiserver'),
      ...SURROUNDINGS[paths.network],
      `--etcd-servers=${etcdUrl(paths)}`,
      `--secure-port=${paths.ports.server}`,
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
      '--allow-privileged=true',
      `--client-ca-file=${pki('ca.crt')}`,
      `--tls-cert-file=${pki('apiserver.crt')}`,
      `--tls-private-key-file=${pki('apiserver.key')}`,
      `--kubelet-certificate-authority=${pki('ca.crt')}`,
      `--kubelet-client-certificate=${pki('apiserver-kubelet.crt')}`,
      `--kubelet-client-key=${pki('apiserver-kubelet.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${pki('sa.pub')}`,
      `--service-account-signing-key-file=${pki('sa.key')}`,
      `--audit-policy-file=${file(paths, 'audit-policy.yaml')}`,
      `--audit-log-path=${file(paths, 'audit.log')}`,
    ],
  };
}

/** How an API server gets on with what is around it. */
const SURROUNDINGS: Readonly<Record<ClusterPaths['network'], readonly string[]>> = {
  namespace: [
    '--bind-address=0.0.0.0',
    `--advertise-address=${NODE_ADDRESS}`,
    // Webhook Services are called by the addresses of their pods.
    '--enable-aggregator-routing=true',
    '--kubelet-preferred-address-types=InternalIP',
  ],
  machine: [
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    // No controller makes the account that a pod must have.
    '--disable-admission-plugins=ServiceAccount',
  ],
};

/** Controllers and scheduler. */
export const controllerComponents = (paths: ClusterPaths): readonly Component[] => [
  {
    name: 'kube-controller-manager',
    words: [
      join(paths.binaries, 'kube-controller-manager'),
      `--kubeconfig=${credential(paths, 'controller-manager.kubeconfig')}`,
      '--use-service-account-credentials',
      `--service-account-private-key-file=${credential(paths, 'sa.key')}`,
      `--root-ca-file=${credential(paths, 'ca.crt')}`,
      '--leader-elect=false',
      `--cluster-cidr=${POD_RANGE}`,
      '--allocate-node-cidrs=false',
    ],
  },
  {
    name: 'kube-scheduler',
    words: [
      join(paths.binaries, 'kube-scheduler'),
      `--kubeconfig=${credential(paths, 'scheduler.kubeconfig')}`,
      '--leader-elect=false',
    ],
  },
];

/** The container runtime and what makes pods run and find each other. */
export const nodeComponents = (paths: ClusterPaths): readonly Component[] => [
  {
    name: 'kubelet',
    words: [
      join(paths.binaries, 'kubelet'),
      `--config=${file(paths, 'kubelet.json')}`,
      `--kubeconfig=${credential(paths, 'kubelet.kubeconfig')}`,
      `--root-dir=${file(paths, 'kubelet')}`,
      `--hostname-override=${paths.name}`,
      `--node-ip=${NODE_ADDRESS}`,
    ],
  },
  {
    name: 'kube-proxy',
    words: [join(paths.binaries, 'kube-proxy'), `--config=${file(paths, 'kube-proxy.json')}`],
  },
  {
    name: 'coredns',
    words: [join(paths.binaries, 'coredns'), '-conf', file(paths, 'Corefile')],
  },
];

/** The container runtime, into which images are put before the kubelet starts. */
export const runtimeComponent = (paths: ClusterPaths): Component => ({
  name: 'containerd',
  words: ['containerd', '--config', file(paths, 'containerd.toml')],
});

/** Every address by which a server of the node is called. */
export const SERVED_ADDRESSES: readonly string[] = ['127.0.0.1', NODE_ADDRESS, API_SERVICE_ADDRESS];
