import type { Backend, Setting } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { resolveAgentAddress } from '../core/resolve/agent-address.js';
import { listAddresses } from '../core/platform/addresses.js';
import { err, ok, type Result } from '../core/result.js';
import type { VerifyOptions } from './verify-options.js';
import { type Destination, parseDestination, buildDestination, isHttpUrl } from './destination.js';
import { type Diagnosis, buildDiagnosis } from './diagnoses/index.js';

/** A sentence that tells why it cannot be asked for. */
interface OptionIssue {
  readonly ok: false;
  readonly error: string;
}

/** A destination, or a diagnosis where agents have none. */
type DestinationResult = Result<Destination, Diagnosis> | OptionIssue;

export const isOptionIssue = (found: DestinationResult): found is OptionIssue =>
  !found.ok && typeof found.error === 'string';

/** Where to send: as it is written, else as the agent of the language is configured, else as agents prefer. */
export function resolveDestination(
  backend: Setting<Backend>,
  asked: VerifyOptions,
  platform: Platform,
): DestinationResult {
  const { collector, wire, language } = asked;
  if (wire !== undefined && language !== undefined)
    return err('--protocol and --language are both given, and a language has its protocol; give one of them');
  const resolved =
    wire === undefined
      ? resolveAgentDestination(backend, asked, platform)
      : selectDestinationByFormat(wire, backend, platform);
  if (collector !== undefined) return parseCollectorUrl(collector, wire, resolved);
  return resolved.ok ? replaceNodeReference(resolved.value, asked) : resolved;
}

function resolveAgentDestination(
  backend: Setting<Backend>,
  { language }: VerifyOptions,
  platform: Platform,
): DestinationResult {
  const address = resolveAgentAddress(platform, backend, language);
  if (address.ok) return ok(buildDestination(address.value));
  return err(buildDiagnosis('route-refused', ...address.error.map(({ message }) => message)));
}

function selectDestinationByFormat(
  wire: Destination['wire'],
  backend: Setting<Backend>,
  platform: Platform,
): DestinationResult {
  const all = listAddresses(platform, backend.value).map(buildDestination);
  const found = all.find((each) => each.wire === wire);
  if (found !== undefined) return ok(found);
  const wires = all.map((each) => each.wire).join(', ');
  return err(`--protocol is ${wire}, which the route does not accept; allowed: ${wires}`);
}

/** An address that is written is one of the same thing, so that it has the resolved format and, without its own, path. */
function parseCollectorUrl(
  text: string,
  named: VerifyOptions['wire'],
  resolved: DestinationResult,
): DestinationResult {
  const destination = parseDestination(text, named ?? (resolved.ok ? resolved.value.wire : undefined));
  if (!destination.ok) return err(`--collector: ${destination.error}`);
  const { wire, url } = destination.value;
  if (!resolved.ok || resolved.value.wire !== wire || wire === 'grpc') return destination;
  const isBare = new URL(text).pathname === '/';
  return isBare
    ? ok({ wire, url: `${new URL(url).origin}${parseUrlPath(resolved.value.url)}` })
    : destination;
}

const NODE = '$(OTEL_NODE_IP)';

/** The path of an address whose host may be a reference. */
const parseUrlPath = (url: string): string => new URL(url.replace(NODE, 'node')).pathname;

/** A Collector on each node is reached by the address of the node, which only a pod knows. */
function replaceNodeReference({ wire, url }: Destination, { nodeIp }: VerifyOptions): DestinationResult {
  if (!url.includes(NODE)) return ok({ wire, url });
  if (nodeIp === undefined)
    return err('the Collector runs on each node, and the node is not known; give --node-ip or --collector');
  const there = url.replace(NODE, nodeIp.includes(':') ? `[${nodeIp}]` : nodeIp);
  return isHttpUrl(there) ? ok({ wire, url: there }) : err(`--node-ip is ${nodeIp}, which is no address`);
}
