import { existsSync } from 'node:fs';
import { run } from './command.js';

/** Address of the node, which is the bridge that the pods hang on. */
export const NODE_ADDRESS = '10.244.0.1';
export const POD_RANGE = '10.244.0.0/16';
export const SERVICE_RANGE = '10.0.0.0/16';
export const API_SERVICE_ADDRESS = '10.0.0.1';

const BRIDGE = 'cni0';

const pathOf = (name: string): string => `/var/run/netns/${name}`;

/**
 * Words that run a command inside of a network namespace. Not `ip netns exec`: that mounts /sys anew, and the kubelet
 * then finds no cgroups.
 */
export const inNetworkNamespace = (name: string, words: readonly string[]): readonly string[] => [
  'nsenter',
  `--net=${pathOf(name)}`,
  ...words,
];

/**
 * Creates a network namespace with a loopback device and the pods' bridge: nothing in it can reach, or be reached from,
 * the outside, and links, routes and iptables rules go with it. Throws when one of that name is there.
 */
export function createNetworkNamespace(name: string): void {
  run('ip', ['netns', 'add', name]);
  const steps = [
    'ip link set lo up',
    `ip link add ${BRIDGE} type bridge`,
    `ip addr add ${NODE_ADDRESS}/16 dev ${BRIDGE}`,
    `ip link set ${BRIDGE} up`,
    // There is no default route, and a packet needs one before iptables can rewrite its address.
    `ip route add ${SERVICE_RANGE} dev ${BRIDGE}`,
    'sysctl -q -w net.ipv4.ip_forward=1',
  ];
  const [command = '', ...args] = inNetworkNamespace(name, ['sh', '-ec', steps.join('\n')]);
  run(command, args);
}

/** Removes a network namespace if it is there. */
export function removeNetworkNamespace(name: string): void {
  if (existsSync(pathOf(name))) run('ip', ['netns', 'delete', name]);
}
