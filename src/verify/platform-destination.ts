import type { Backend, Setting } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { agentAddress } from '../core/resolve/agent-address.js';
import { addressesOf } from '../core/backends/backends.js';
import { err, ok, type Result } from '../core/result.js';
import type { Asked } from './asked.js';
import { type Destination, destinationAt, destinationOf, isUrl } from './destination.js';
import { type Diagnosis, diagnosis } from './diagnoses/index.js';

/** A sentence that tells why it cannot be asked for. */
interface Refused {
  readonly ok: false;
  readonly error: string;
}

/** A destination, or a diagnosis where agents have none. */
type Found = Result<Destination, Diagnosis> | Refused;

export const isRefused = (found: Found): found is Refused => !found.ok && typeof found.error === 'string';

/** Where to send: as it is written, else as the agent of the language is told, else as agents prefer. */
export function destinationFor(backend: Setting<Backend>, asked: Asked, platform: Platform): Found {
  const { collector, wire, language } = asked;
  if (wire !== undefined && language !== undefined)
    return err('--protocol and --language are both given, and a language has its protocol; give one of them');
  const resolved = wire === undefined ? toldTo(backend, asked, platform) : offered(wire, backend, platform);
  if (collector !== undefined) return written(collector, wire, resolved);
  return resolved.ok ? onNode(resolved.value, asked) : resolved;
}

function toldTo(backend: Setting<Backend>, { language }: Asked, platform: Platform): Found {
  const address = agentAddress(platform, backend, language);
  if (address.ok) return ok(destinationOf(address.value));
  return err(diagnosis('route-refused', ...address.error.map(({ message }) => message)));
}

function offered(wire: Destination['wire'], backend: Setting<Backend>, platform: Platform): Found {
  const all = addressesOf(platform, backend.value).map(destinationOf);
  const found = all.find((each) => each.wire === wire);
  if (found !== undefined) return ok(found);
  const wires = all.map((each) => each.wire).join(', ');
  return err(`--protocol is ${wire}, which the route does not take in; allowed: ${wires}`);
}

/** An address that is written is one of the same thing, so that it has the resolved format and, without its own, path. */
function written(text: string, named: Asked['wire'], resolved: Found): Found {
  const destination = destinationAt(text, named ?? (resolved.ok ? resolved.value.wire : undefined));
  if (!destination.ok) return err(`--collector: ${destination.error}`);
  const { wire, url } = destination.value;
  if (!resolved.ok || resolved.value.wire !== wire || wire === 'grpc') return destination;
  const isBare = new URL(text).pathname === '/';
  return isBare ? ok({ wire, url: `${new URL(url).origin}${pathOf(resolved.value.url)}` }) : destination;
}

const NODE = '$(OTEL_NODE_IP)';

/** The path of an address whose host may be a reference. */
const pathOf = (url: string): string => new URL(url.replace(NODE, 'node')).pathname;

/** A Collector on each node is reached by the address of the node, which only a pod is told. */
function onNode({ wire, url }: Destination, { nodeIp }: Asked): Found {
  if (!url.includes(NODE)) return ok({ wire, url });
  if (nodeIp === undefined)
    return err('the Collector runs on each node, and the node is not known; give --node-ip or --collector');
  const there = url.replace(NODE, nodeIp.includes(':') ? `[${nodeIp}]` : nodeIp);
  return isUrl(there) ? ok({ wire, url: there }) : err(`--node-ip is ${nodeIp}, which is no address`);
}
