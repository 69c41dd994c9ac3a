import { isRecord } from '../core/json.js';
import { readCertificates } from '../tls/authority/ca.js';
import type { BundleText } from '../tls/authority/ports.js';
import type { RegisteredWebhook, Registration, RegistrationKind } from '../tls/authority/view.js';
import type { KubeObject } from './object.js';
import { FIELD_MANAGER } from './api-request.js';

/** The Service through which the API server calls us. */
export interface OwnService {
  readonly name: string;
  readonly namespace: string;
}

/** Reads a webhook configuration as far as it concerns our certificates; webhooks of other Services are passed over. */
export function readRegistration(
  object: KubeObject,
  kind: RegistrationKind,
  service: OwnService,
): Registration {
  const { name = '', uid = '', resourceVersion = '', generation = 0 } = object.metadata;
  const webhooks = Array.isArray(object['webhooks']) ? object['webhooks'] : [];
  return {
    kind,
    name,
    uid,
    resourceVersion,
    generation,
    injector: findInjector(object),
    writer: findWriter(object),
    webhooks: webhooks.flatMap((webhook, index) => readWebhook(webhook, index, service)),
  };
}

/**
 * Replaces the `caBundle` of some webhooks, and nothing else. With the version among the operations the API server refuses
 * the patch of a configuration that has changed; https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update
 */
export const buildBundlePatch = (
  { resourceVersion }: Registration,
  bundles: readonly BundleText[],
): readonly object[] => [
  { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
  ...bundles.map(({ index, text }) => ({
    op: 'add',
    path: `/webhooks/${index}/clientConfig/caBundle`,
    value: Buffer.from(text).toString('base64'),
  })),
];

/** A webhook with a URL is ours, too: nobody else's would be in a configuration of our name. */
function readWebhook(value: unknown, index: number, own: OwnService): readonly RegisteredWebhook[] {
  if (!isRecord(value) || !isRecord(value['clientConfig'])) return [];
  const { service, caBundle } = value['clientConfig'];
  if (isRecord(service) && (service['name'] !== own.name || service['namespace'] !== own.namespace))
    return [];
  const text = typeof caBundle === 'string' ? Buffer.from(caBundle, 'base64').toString('utf8') : '';
  return [{ index, name: String(value['name']), trusted: readCertificates(text) }];
}

/** By these, cert-manager's injector and OpenShift's service CA fill a `caBundle`, and replace what else is in it. */
const INJECTORS = [
  'cert-manager.io/inject-ca-from',
  'cert-manager.io/inject-ca-from-secret',
  'cert-manager.io/inject-apiserver-ca',
  'service.beta.openshift.io/inject-cabundle',
];

function findInjector(object: KubeObject): string | undefined {
  const annotations = readMetadata(object)['annotations'];
  return isRecord(annotations) ? INJECTORS.find((name) => name in annotations) : undefined;
}

/** The field manager that was the last to write, beside us; names of tools as people know them. */
function findWriter(object: KubeObject): string | undefined {
  const managedFields = readMetadata(object)['managedFields'];
  if (!Array.isArray(managedFields)) return undefined;
  const others = managedFields
    .filter(isRecord)
    .filter(({ manager, time }) => manager !== FIELD_MANAGER && typeof time === 'string')
    .sort((a, b) => String(b['time']).localeCompare(String(a['time'])));
  const manager = others[0]?.['manager'];
  return typeof manager === 'string' ? manager : undefined;
}

const readMetadata = (object: KubeObject): Readonly<Record<string, unknown>> =>
  isRecord(object.metadata) ? object.metadata : {};
