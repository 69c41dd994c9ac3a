import { isRecord } from '../core/json.js';
import { findControllerReference } from '../core/kubernetes/controller.js';
import { err, ok, type Result } from '../core/result.js';
import type { Logger } from '../telemetry/logger.js';
import type { AuthorityPorts, WriteResult } from '../tls/authority/ports.js';
import { SECRET_KEYS, SECRET_TYPE, type SecretData, type SecretView } from '../tls/authority/secret.js';
import { REGISTRATION_KINDS, type Registration, type RegistrationKind } from '../tls/authority/view.js';
import type { CallWith } from './api-calls.js';
import type { KubeClient } from './client.js';
import type { KubeFailure } from './failure.js';
import type { KubeAnswer, KubeObject } from './object.js';
import type { WatchPace } from './watch-pace.js';
import { buildBundlePatch, readRegistration } from './registrations.js';
import { createWatchLog } from './watch-log.js';
import { startWatch, type Watch, type WatchedRow } from './watch.js';

export interface AuthorityObjects {
  /** Name of the Service through which the API server calls us, in our own namespace. */
  readonly service: string;
  /** Name of the Secret, in our own namespace. */
  readonly secret: string;
  /** Name of both webhook configurations. */
  readonly configuration: string;
}

type RegistrationRow = CallWith<'get'> & CallWith<'patch'> & WatchedRow;

const ROWS: Readonly<Record<RegistrationKind, RegistrationRow>> = {
  MutatingWebhookConfiguration: 'mutating-webhooks',
  ValidatingWebhookConfiguration: 'validating-webhooks',
};

export interface AuthorityPortsOptions {
  /** Its rows allow the names of the objects. */
  readonly client: KubeClient;
  readonly objects: AuthorityObjects;
  readonly logger: Logger;
  readonly pace?: WatchPace;
}

/** What the authority needs of a cluster. */
export function createAuthorityPorts(options: AuthorityPortsOptions): AuthorityPorts {
  const { client, objects } = options;
  const { secret, configuration } = objects;
  const service = { name: objects.service, namespace: client.namespace };
  let held: KubeObject | undefined;
  return {
    now: client.now,
    readSecret: async () => {
      const read = await readOptionalObject(client, 'ca-secret', secret);
      if (!read.ok) return read;
      held = read.value;
      return ok(held && buildSecretView(held));
    },
    writeSecret: async (data, read) => {
      if (read === undefined)
        return convertWriteAnswer(await client.create('ca-secret-creation', buildSecret(secret, data)), [
          'already-exists',
        ]);
      if (held?.metadata.resourceVersion !== read.resourceVersion) return ok('outrun');
      const all = { ...omitOurKeys(held['data']), ...encodeSecretData(data) };
      return convertWriteAnswer(await client.replace('ca-secret', secret, { ...held, data: all }), CHANGED);
    },
    readRegistrations: async () => {
      const found: Registration[] = [];
      for (const kind of REGISTRATION_KINDS) {
        const read = await readOptionalObject(client, ROWS[kind], configuration);
        if (!read.ok) return read;
        if (read.value !== undefined) found.push(readRegistration(read.value, kind, service));
      }
      return ok(found);
    },
    writeBundles: async (registration, bundles) => {
      const body = buildBundlePatch(registration, bundles);
      const row = ROWS[registration.kind];
      return convertWriteAnswer(await client.patch(row, configuration, { type: 'json', body }), CHANGED);
    },
    watchRegistrations: (onChange) => {
      const watches = REGISTRATION_KINDS.map((kind) => watchConfiguration(options, kind, onChange));
      return () => {
        for (const watch of watches) watch.stop();
      };
    },
  };
}

/** A watch that tells no more than that something has changed: what it is, is read. */
function watchConfiguration(
  { client, objects, logger, pace }: AuthorityPortsOptions,
  kind: RegistrationKind,
  onChange: () => void,
): Watch {
  const { onFailure, onSuccess, onAbsent } = createWatchLog(kind, logger);
  return startWatch({
    client,
    row: ROWS[kind],
    name: objects.configuration,
    pageSize: 1,
    sink: { put: onChange, remove: onChange, relist: () => ({ put: () => undefined, finish: onChange }) },
    onFailure,
    onSuccess,
    onAbsent,
    ...(pace === undefined ? {} : { pace }),
  });
}

async function readOptionalObject(
  client: KubeClient,
  row: CallWith<'get'>,
  name: string,
): Promise<Result<KubeObject | undefined, string>> {
  const read = await client.read(row, name);
  if (read.ok) return read;
  return read.error.kind === 'not-found' ? ok(undefined) : err(read.error.message);
}

/** What the API server says of an object that is not the one that was read any more. */
const CHANGED: readonly KubeFailure['kind'][] = ['conflict', 'not-found'];

function convertWriteAnswer(
  answer: KubeAnswer<KubeObject>,
  outrun: readonly KubeFailure['kind'][],
): WriteResult {
  if (answer.ok) return ok('written');
  return outrun.includes(answer.error.kind) ? ok('outrun') : err(answer.error.message);
}

const buildSecretView = ({ metadata, type, data }: KubeObject): SecretView => ({
  resourceVersion: metadata.resourceVersion ?? '',
  type: String(type),
  controller: formatController(metadata),
  data: Object.fromEntries(
    listEntries(data)
      .filter(([name]) => isOurKey(name))
      .map(([name, value]) => [name, Buffer.from(String(value), 'base64').toString('utf8')]),
  ),
});

const listEntries = (data: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(data) ? Object.entries(data) : [];

const isOurKey = (name: string): boolean => SECRET_KEYS.some((key) => key === name);

const omitOurKeys = (data: unknown): object =>
  Object.fromEntries(listEntries(data).filter(([name]) => !isOurKey(name)));

function formatController(metadata: unknown): string | undefined {
  const controller = findControllerReference(metadata);
  return controller && `${String(controller['kind'])} ${String(controller['name'])}`;
}

function buildSecret(name: string, data: SecretData): KubeObject {
  const labels = { 'app.kubernetes.io/name': 'doka-tracing', 'app.kubernetes.io/managed-by': 'doka-tracing' };
  const metadata = { name, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: SECRET_TYPE, data: encodeSecretData(data) };
}

const encodeSecretData = (data: SecretData): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
  );
