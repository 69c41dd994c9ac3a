import type { NamedSetting } from '../outcome.js';
import { type Finding, finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { accessRefusal } from './access.js';
import { askedEndpoint } from './asked.js';
import { addressesOf } from '../backends/backends.js';
import { CAPABILITIES } from './capabilities.js';
import { type ContainerView, valueIn } from './container-view.js';
import { parseEndpoint, protocolOfPort, shownUrl } from '../backends/endpoint.js';
import { dnsRefusal } from './exporting.js';
import { fitted } from './fitted-endpoint.js';
import type { Refusal } from './refusal.js';
import { addressOrigin, isPicked, type Scope } from './scope.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

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
  const written = writtenEndpoint(scope, targets, where);
  if (written !== undefined) return reachable(written, scope);
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
  const settings = scope.platform.route.value === 'direct' ? scope.platform.backends[backend] : undefined;
  const languages = targets.map(({ language }) => language);
  const unlet = settings === undefined ? undefined : accessRefusal(languages, backend, settings);
  if (unlet !== undefined) return err(unlet);
  const endpoint = setting(address.url, addressOrigin(scope, address.origin));
  return reachable({ endpoint, findings: [] }, scope);
}

/** What the container itself says is taken as it is; without a platform a name that may not resolve is only noticed. */
function reachable(file: FileEndpoint, scope: Scope): Result<FileEndpoint, Refusal> {
  const isOwn = file.endpoint?.origin === 'pod';
  const refusal = scope.platform === undefined || isOwn ? undefined : dnsRefusal(file.endpoint?.value, scope);
  return refusal === undefined ? ok(file) : err(refusal);
}

/** What the container says, else the Instrumentation. */
function writtenEndpoint(
  scope: Scope,
  targets: Scope['targets'],
  where: Pick<Finding, 'language' | 'container'>,
): FileEndpoint | undefined {
  const own = ownEndpoint(scope.view);
  if (own !== undefined) return { endpoint: setting(own, 'pod'), findings: portMismatch(own, where) };
  const asked = isPicked(scope) ? undefined : askedEndpoint(targets)?.value;
  return asked === undefined ? undefined : instrumentations(asked, scope, where);
}

/** The container's own endpoint. One that refers to other variables would not be expanded where the file is written. */
function ownEndpoint(view: ContainerView): string | undefined {
  const own = valueIn(view, TRACES_ENDPOINT) ?? valueIn(view, ENDPOINT) ?? '';
  return own === '' || own.includes('$') ? undefined : own;
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
  return { endpoint: setting(text, 'instrumentation'), findings: portMismatch(text, where) };
}

function portMismatch(text: string, where: Pick<Finding, 'language' | 'container'>): readonly Finding[] {
  const isHttpPort = protocolOfPort(parseEndpoint(text)) === 'http/protobuf';
  const message = `${where.language ?? ''}: the endpoint ${shownUrl(text)} names the port of http/protobuf, and the module speaks gRPC only.`;
  return isHttpPort ? [finding('endpoint-protocol-mismatch', message, where)] : [];
}

const setting = (value: string, origin: NamedSetting['origin']): NamedSetting => ({
  name: 'endpoint',
  value,
  origin,
});
