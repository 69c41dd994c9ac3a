import type { Origin } from '../domain.js';
import type { PodEdit } from '../edits.js';
import type { NamedSetting } from '../outcome.js';
import type { ContainerRef, Volume } from '../kubernetes/pod.js';
import type { ExporterCertificates } from '../resolve/backend-access.js';
import type { OptionalObject } from './optional-objects.js';
import { trimTrailing } from '../text-ends.js';
import { computeShortHash } from '../hash.js';

/** Volumes, mounts and variables that give an exporter its certificates. */
export interface ExporterTls {
  readonly edits: readonly PodEdit[];
  readonly variables: readonly NamedSetting[];
  /** What is mounted. */
  readonly objects: readonly OptionalObject[];
}

/**
 * Plans the TLS files of an exporter. Both volumes are optional, so that a missing Secret costs the trace and not the
 * pod. https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function buildExporterTls(
  tls: ExporterCertificates | undefined,
  container: ContainerRef,
  origin: Origin,
): ExporterTls {
  if (tls === undefined) return { edits: [], variables: [], objects: [] };
  const { secretName: secret = '', configMapName: configMap = '' } = tls;
  const secretPath = `/otel-auto-instrumentation-secret-${secret}`;
  const configMapPath = `/otel-auto-instrumentation-configmap-${configMap}`;
  const ofSecret = {
    name: formatVolumeName('secret', secret),
    secret: { secretName: secret, optional: true },
  };
  const ofConfigMap = {
    name: formatVolumeName('configmap', configMap),
    configMap: { name: configMap, optional: true },
  };
  return {
    edits: [
      ...(secret === '' ? [] : buildMountEdits(container, ofSecret, secretPath)),
      ...(configMap === '' ? [] : buildMountEdits(container, ofConfigMap, configMapPath)),
    ],
    variables: [
      ...buildFileVariable(
        'OTEL_EXPORTER_OTLP_CERTIFICATE',
        tls.ca_file,
        configMap === '' ? secretPath : configMapPath,
      ),
      ...buildFileVariable('OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE', tls.cert_file, secretPath),
      ...buildFileVariable('OTEL_EXPORTER_OTLP_CLIENT_KEY', tls.key_file, secretPath),
    ].map((each) => ({ ...each, origin })),
    objects: [
      ...(secret === '' ? [] : [{ kind: 'Secret', name: secret } as const]),
      ...(configMap === '' ? [] : [{ kind: 'ConfigMap', name: configMap } as const]),
    ],
  };
}

/** A file is a key of the mounted object, or an absolute path of the image's own. */
function buildFileVariable(
  name: string,
  file: string | undefined,
  folder: string,
): readonly Omit<NamedSetting, 'origin'>[] {
  if (file === undefined || file === '') return [];
  return [{ name, value: file.startsWith('/') ? file : `${folder}/${file}` }];
}

function buildMountEdits(container: ContainerRef, volume: Volume, mountPath: string): readonly PodEdit[] {
  return [
    { op: 'volume', volume },
    { op: 'mount', container, mount: { name: volume.name, mountPath, readOnly: true } },
  ];
}

/**
 * A volume name must be a DNS label of at most 63 characters, while a Secret's may hold dots and be longer. Names that
 * have to change end in a hash of the whole name, so that two of them never meet.
 */
function formatVolumeName(kind: 'secret' | 'configmap', name: string): string {
  const plain = `otel-auto-${kind}-${name}`;
  if (plain.length <= 63 && /^[a-z0-9-]*[a-z0-9]$/.test(plain)) return plain;
  const stem = plain
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, '-')
    .slice(0, 54);
  return `${trimTrailing(stem, '-')}-${computeShortHash(name)}`;
}
