import { isRecord } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import type { Logger } from '../telemetry/logger.js';
import type { AuthorityPorts, Write } from '../tls/authority/ports.js';
import { SECRET_KEYS, SECRET_TYPE, type SecretData, type SecretView } from '../tls/authority/secret.js';
import { REGISTRATION_KINDS, type Registration, type RegistrationKind } from '../tls/authority/view.js';
import type { CallWith } from './api-calls.js';
import type { KubeClient } from './client.js';
import type { KubeFailure } from './failure.js';
import type { Answer, KubeObject } from './object.js';
import type { Pace } from './pace.js';
import { bundlePatch, registrationOf } from './registrations.js';
import { createWatchLog } from './watch-log.js';
import { keepWatching, type Watch, type WatchedRow } from './watch.js';

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
  readonly pace?: Pace;
}

/** What the authority needs of a cluster. */
export function authorityPorts(options: AuthorityPortsOptions): AuthorityPorts {
  const { client, objects } = options;
  const { secret, configuration } = objects;
  const service = { name: objects.service, namespace: client.namespace };
  let held: KubeObject | undefined;
  return {
    now: client.now,
    readSecret: async () => {
      const read = await readIfThere(client, 'ca-secret', secret);
      if (!read.ok) return read;
      held = read.value;
      return ok(held && secretView(held));
    },
    writeSecret: async (data, read) => {
      if (read === undefined)
        return written(await client.create('ca-secret-creation', newSecret(secret, data)), [
          'already-exists',
        ]);
      if (held?.metadata.resourceVersion !== read.resourceVersion) return ok('outrun');
      const all = { ...others(held['data']), ...encoded(data) };
      return written(await client.replace('ca-secret', secret, { ...held, data: all }), CHANGED);
    },
    readRegistrations: async () => {
      const found: Registration[] = [];
      for (const kind of REGISTRATION_KINDS) {
        const read = await readIfThere(client, ROWS[kind], configuration);
        if (!read.ok) return read;
        if (read.value !== undefined) found.push(registrationOf(read.value, kind, service));
      }
      return ok(found);
    },
    writeBundles: async (registration, bundles) => {
      const body = bundlePatch(registration, bundles);
      const row = ROWS[registration.kind];
      return written(await client.patch(row, configuration, { type: 'json', body }), CHANGED);
    },
    watchRegistrations: (onChange) => {
      const watches = REGISTRATION_KINDS.map((kind) => watched(options, kind, onChange));
      return () => {
        for (const watch of watches) watch.stop();
      };
    },
  };
}

/** A watch that tells no more than that something has changed: what it is, is read. */
function watched(
  { client, objects, logger, pace }: AuthorityPortsOptions,
  kind: RegistrationKind,
  onChange: () => void,
): Watch {
  const { onFailure, onSuccess, onAbsent } = createWatchLog(kind, logger);
  return keepWatching({
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

async function readIfThere(
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

function written(answer: Answer<KubeObject>, outrun: readonly KubeFailure['kind'][]): Write {
  if (answer.ok) return ok('written');
  return outrun.includes(answer.error.kind) ? ok('outrun') : err(answer.error.message);
}

const secretView = ({ metadata, type, data }: KubeObject): SecretView => ({
  resourceVersion: metadata.resourceVersion ?? '',
  type: String(type),
  controller: controllerOf(metadata),
  data: Object.fromEntries(
    entriesOf(data)
      .filter(([name]) => isOurKey(name))
      .map(([name, value]) => [name, Buffer.from(String(value), 'base64').toString('utf8')]),
  ),
});

const entriesOf = (data: unknown): readonly (readonly [string, unknown])[] =>
  isRecord(data) ? Object.entries(data) : [];

const isOurKey = (name: string): boolean => SECRET_KEYS.some((key) => key === name);

const others = (data: unknown): object =>
  Object.fromEntries(entriesOf(data).filter(([name]) => !isOurKey(name)));

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/ */
function controllerOf(metadata: unknown): string | undefined {
  const owners: unknown = isRecord(metadata) ? metadata['ownerReferences'] : undefined;
  const owner = Array.isArray(owners)
    ? owners.filter(isRecord).find((each) => each['controller'] === true)
    : undefined;
  return owner && `${String(owner['kind'])} ${String(owner['name'])}`;
}

function newSecret(name: string, data: SecretData): KubeObject {
  const labels = { 'app.kubernetes.io/name': 'doka-tracing', 'app.kubernetes.io/managed-by': 'doka-tracing' };
  const metadata = { name, labels };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type: SECRET_TYPE, data: encoded(data) };
}

const encoded = (data: SecretData): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
  );
