import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_ADDRESS, POD_RANGE } from '../machine/network-namespace.js';
import type { ClusterPaths } from './components.js';

/** The image that holds the namespaces of a pod; made with the others. */
export const PAUSE_IMAGE = 'localhost/pause:1';

/** Socket of the container runtime. */
export const runtimeSocket = ({ state }: Pick<ClusterPaths, 'state'>): string =>
  join(state, 'containerd.sock');

/** Writes the configuration file of the API server into the folder of the cluster. */
export function writeApiConfiguration(paths: ClusterPaths): void {
  writeFileSync(join(paths.state, 'audit-policy.yaml'), auditPolicy);
}

/** Writes the configuration files of the other components. */
export function writeNodeConfiguration(paths: ClusterPaths): void {
  const files: Readonly<Record<string, string>> = {
    'containerd.toml': containerd(paths),
    'cni/10-bridge.conf': JSON.stringify(bridgeNetwork(paths)),
    'kubelet.json': JSON.stringify(kubelet(paths)),
    'kube-proxy.json': JSON.stringify(kubeProxy(paths)),
    Corefile: corefile(paths),
  };
  mkdirSync(join(paths.state, 'cni'), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(paths.state, name), text);
}

/** Requests without bodies: enough to see who called what, and how it was answered. */
const auditPolicy = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Metadata
`;

function containerd(paths: ClusterPaths): string {
  const at = (name: string): string => JSON.stringify(join(paths.state, name));
  return `version = 2
root = ${at('containerd/root')}
state = ${at('containerd/state')}
[grpc]
  address = ${JSON.stringify(runtimeSocket(paths))}
[plugins."io.containerd.internal.v1.opt"]
  path = ${at('containerd/opt')}
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  # Machines without CAP_SYS_RESOURCE cannot lower the score of a process.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = ${at('cni')}
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    # By default it notes its containers below /run/containerd, where nothing removes them.
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      Root = ${at('runc')}
`;
}

const bridgeNetwork = (paths: ClusterPaths): object => ({
  cniVersion: '0.4.0',
  name: paths.name,
  type: 'bridge',
  bridge: 'cni0',
  isGateway: true,
  ipam: {
    type: 'host-local',
    dataDir: join(paths.state, 'cni-addresses'),
    ranges: [[{ subnet: POD_RANGE, rangeStart: '10.244.1.1' }]],
    routes: [{ dst: '0.0.0.0/0' }],
  },
});

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
const kubelet = (paths: ClusterPaths): object => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  containerRuntimeEndpoint: `unix://${runtimeSocket(paths)}`,
  cgroupDriver: 'cgroupfs',
  cgroupRoot: `/${paths.name}`,
  failCgroupV1: false,
  failSwapOn: false,
  evictionHard: {},
  enforceNodeAllocatable: [],
  imageGCHighThresholdPercent: 100,
  clusterDNS: [NODE_ADDRESS],
  clusterDomain: 'cluster.local',
  podLogsDir: join(paths.state, 'pod-logs'),
  volumePluginDir: join(paths.state, 'volume-plugins'),
  address: NODE_ADDRESS,
  authentication: {
    anonymous: { enabled: false },
    x509: { clientCAFile: join(paths.state, 'pki', 'ca.crt') },
  },
  tlsCertFile: join(paths.state, 'pki', 'kubelet.crt'),
  tlsPrivateKeyFile: join(paths.state, 'pki', 'kubelet.key'),
  maxPods: 250,
  registerNode: true,
});

/** https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/ */
const kubeProxy = (paths: ClusterPaths): object => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  mode: 'iptables',
  clientConnection: { kubeconfig: join(paths.state, 'pki', 'proxy.kubeconfig') },
  clusterCIDR: POD_RANGE,
  hostnameOverride: paths.name,
  bindAddress: NODE_ADDRESS,
  conntrack: { maxPerCore: 0 },
  // Both ends hang on one bridge: without it answers would go straight back, past the rewriting of addresses.
  iptables: { masqueradeAll: true },
});

const corefile = (paths: ClusterPaths): string => `.:53 {
  bind ${NODE_ADDRESS}
  errors
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa {
    endpoint https://127.0.0.1:${paths.ports.server}
    kubeconfig ${join(paths.state, 'pki', 'admin.kubeconfig')}
  }
}
`;
