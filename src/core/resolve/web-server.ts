import type { NamedSetting } from '../outcome.js';
import { type Finding, finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { specEndpoint } from './asked.js';
import { addressesOf } from './backends.js';
import { CAPABILITIES } from './capabilities.js';
import { parseEndpoint, protocolOfPort, shownUrl } from './endpoint.js';
import { fitted } from './fitted-endpoint.js';
import type { Refusal } from './address.js';
import { isPicked, type Scope } from './scope.js';

/** The endpoint for the file of a web server module; undefined where the scope has no such module or nothing is asked. */
export interface FileEndpoint {
  readonly endpoint: NamedSetting | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Resolves where the modules of Apache httpd and Nginx export. They read a file, not variables, and speak OTLP over
 * gRPC only, so a backend that does not is refused.
 */
export function webServerEndpoint(scope: Scope): Result<FileEndpoint, Refusal> {
  const targets = scope.targets.filter(({ language }) => CAPABILITIES[language].configuredBy === 'file');
  const [first] = targets;
  if (first === undefined) return ok({ endpoint: undefined, findings: [] });
  const where = { language: first.language, container: first.container.name };
  const asked = isPicked(scope) ? undefined : specEndpoint(targets);
  if (asked !== undefined) return ok(instrumentations(asked, scope, where));
  if (scope.platform === undefined) return ok({ endpoint: undefined, findings: [] });
  const backend = scope.backend?.value ?? scope.platform.primary.value;
  const address = addressesOf(scope.platform, backend).find(
    ({ protocol, exporter }) => exporter === 'otlp' && protocol === 'grpc',
  );
  if (address === undefined)
    return err({
      code: 'protocol-unsupported',
      message: `its module speaks gRPC only, which ${backend} does not take in directly`,
    });
  return ok({ endpoint: setting(address.url, scope.backend?.origin ?? address.origin), findings: [] });
}

function instrumentations(
  text: string,
  { platform }: Scope,
  where: Pick<Finding, 'language' | 'container'>,
): FileEndpoint {
  if (platform !== undefined) {
    const { url, findings } = fitted(text, platform, 'grpc');
    return {
      endpoint: setting(url, 'instrumentation'),
      findings: findings.map((each) => ({ ...each, ...where })),
    };
  }
  const isHttpPort = protocolOfPort(parseEndpoint(text)) === 'http/protobuf';
  const message = `${where.language ?? ''}: the endpoint ${shownUrl(text)} names the port of http/protobuf, and the module speaks gRPC only.`;
  const findings = isHttpPort ? [finding('endpoint-protocol-mismatch', message, where)] : [];
  return { endpoint: setting(text, 'instrumentation'), findings };
}

const setting = (value: string, origin: NamedSetting['origin']): NamedSetting => ({
  name: 'endpoint',
  value,
  origin,
});
