import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A pod's place on the network that enter.sh made. */
export interface Place {
  readonly name: string;
  readonly ip: string;
  /** Takes the interface away; what runs there must have ended. */
  readonly remove: () => void;
}

/** Address of the tests themselves on that network: what listens there is reached by pods. */
export const HOST_IP = '10.244.0.1';

const ip = (...args: readonly string[]): void => {
  execFileSync('ip', args);
};

/** The number of the last place; next to the names of the namespaces, as every file of tests has modules of its own. */
const COUNTER = '/run/netns/.last';

/** Numbers are given once, so that no name leads to a pod that has ended and nothing of it is in the way. */
function takeNumber(): number {
  const number = existsSync(COUNTER) ? Number(readFileSync(COUNTER, 'utf8')) + 1 : 2;
  writeFileSync(COUNTER, String(number));
  return number;
}

/**
 * Connects a new network namespace to the bridge and lets all names that are given lead to it, for every pod and for
 * the tests, as cluster DNS does.
 */
export function createPlace(name: string, hosts: readonly string[] = []): Place {
  const number = takeNumber();
  const address = `10.244.${number >> 8}.${number & 255}`;
  const link = `pod${number}`;
  ip('netns', 'add', name);
  ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
  ip('link', 'set', link, 'master', 'pods', 'up');
  ip('-n', name, 'address', 'add', `${address}/16`, 'dev', 'eth0');
  ip('-n', name, 'link', 'set', 'eth0', 'up');
  ip('-n', name, 'link', 'set', 'lo', 'up');
  const forget = nameHost(address, hosts);
  return {
    name,
    ip: address,
    remove: () => {
      forget();
      // The kernel takes a namespace apart later, and with it the link, whose name would not be free until then.
      ip('link', 'delete', link);
      ip('netns', 'delete', name);
    },
  };
}

/** Addresses with the names that lead to them, one entry for each call of `nameHost`. */
const named = new Set<string>();

/**
 * Lets names lead to an address until the function that is given back is called. A name may lead to several addresses,
 * as that of a headless Service does.
 */
export function nameHost(address: string, hosts: readonly string[]): () => void {
  const line = `${address} ${hosts.join(' ')}`;
  if (hosts.length > 0) named.add(line);
  writeHosts();
  return () => {
    named.delete(line);
    writeHosts();
  };
}

/** The file stays the same one, as it is mounted into pods. */
const writeHosts = (): void => {
  writeFileSync('/etc/hosts', ['127.0.0.1 localhost', ...named, ''].join('\n'));
};
