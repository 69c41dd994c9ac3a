import type { Target } from '../decide/target.js';
import { buildPodContext } from '../decide/pod-context.js';
import { type Backend, isMember, type Language, PROTOCOLS, type Setting } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import type { Finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { EMPTY_SNAPSHOT } from '../snapshot.js';
import { type ExporterAddress, listAddresses } from '../platform/addresses.js';
import { buildContainerContext } from './container-context.js';
import { type Resolution, resolveContainer } from './resolve.js';
import { findVariableText, type Variable } from './variable.js';
import { ENDPOINT, PROTOCOL, TRACES_ENDPOINT, ZIPKIN_ENDPOINT } from './variable-names.js';

/** An address in the form that an agent gets. */
export type AgentAddress = Omit<ExporterAddress, 'origin'>;

/**
 * Where the agent of a language sends, in a pod that says nothing of it itself; the engine's own answer, read from what
 * it would write. Without a language: the address that agents prefer. Refused as the engine refuses it.
 */
export function resolveAgentAddress(
  platform: Platform,
  backend: Setting<Backend>,
  language: Language | undefined,
): Result<AgentAddress, readonly Pick<Finding, 'message'>[]> {
  if (language === undefined) {
    const [preferred] = listAddresses(platform, backend.value);
    return preferred === undefined ? err([buildMissingAddressFinding(backend.value)]) : ok(preferred);
  }
  const { findings, exporter, fileEndpoint } = resolveForLanguage(platform, backend, language);
  const address =
    fileEndpoint === undefined
      ? findAddressInVariables(exporter)
      : ({ exporter: 'otlp', protocol: 'grpc', form: 'base', url: fileEndpoint.value } as const);
  return address === undefined
    ? err([...findings, buildMissingAddressFinding(backend.value)].slice(0, 1))
    : ok(address);
}

const buildMissingAddressFinding = (backend: Backend): Pick<Finding, 'message'> => ({
  message: `The platform has no address for ${backend}.`,
});

function resolveForLanguage(platform: Platform, backend: Setting<Backend>, language: Language): Resolution {
  const pod = { spec: { containers: [{ name: 'app' }] } };
  const snapshot = { ...EMPTY_SNAPSHOT, platform: { kind: 'ready', platform } as const };
  const target: Target = {
    language,
    container: { list: 'containers', index: 0, name: 'app' },
    instrumentation: undefined,
  };
  return resolveContainer(
    buildContainerContext([target], buildPodContext(pod, 'default', snapshot), backend),
  );
}

function findAddressInVariables(variables: readonly Variable[]): AgentAddress | undefined {
  const zipkin = findVariableText(variables, ZIPKIN_ENDPOINT);
  if (zipkin !== undefined) return { exporter: 'zipkin', protocol: 'http/json', form: 'zipkin', url: zipkin };
  const traces = findVariableText(variables, TRACES_ENDPOINT);
  const url = traces ?? findVariableText(variables, ENDPOINT);
  const told = findVariableText(variables, PROTOCOL);
  const protocol = isMember(PROTOCOLS, told) ? told : 'http/protobuf';
  if (url === undefined) return undefined;
  return { exporter: 'otlp', protocol, form: traces === undefined ? 'base' : 'traces', url };
}
