import type { Backend } from '../../core/domain.js';
import type { BackendSettings } from '../../core/platform/platform.js';
import { escapeDollars } from '../escape-dollars.js';
import type { Folder } from './component.js';

/** The certificates of a connection as the Collector reads them, and where its pods have them from. */
export interface CollectorTlsFiles {
  /** Options of `tls`; empty where there is none. */
  readonly config: Readonly<Record<string, string>>;
  readonly folders: readonly Folder[];
  /** Whether every file comes from a folder; others are to be mounted by whoever runs the Collector. */
  readonly areMounted: boolean;
}

const FOLDER = '/etc/otelcol-tls';

/**
 * Certificates from the Secret and the ConfigMap that a platform names, whose keys the files are then; an absolute path
 * stays as it is.
 */
export function buildTlsFiles(backend: Backend, { tls }: BackendSettings): CollectorTlsFiles {
  if (tls === undefined || tls.insecure === true) return { config: {}, folders: [], areMounted: true };
  const { secretName, configMapName } = tls;
  const secret: readonly Folder[] =
    secretName === undefined ? [] : [buildFolder(`${backend}-tls`, { secretName })];
  const authority: readonly Folder[] =
    configMapName === undefined ? [] : [buildFolder(`${backend}-ca`, { configMapName })];
  const placed = [
    ['ca_file', tls.caFile, authority[0] ?? secret[0]],
    ['cert_file', tls.certFile, secret[0]],
    ['key_file', tls.keyFile, secret[0]],
  ] as const;
  const files = placed.flatMap(([option, file, from]) =>
    file === undefined
      ? []
      : [
          [
            option,
            escapeDollars(resolveFilePath(file, from)),
            from !== undefined && !isAbsolute(file),
          ] as const,
        ],
  );
  return {
    config: Object.fromEntries(files.map(([option, path]) => [option, path])),
    folders: [...secret, ...authority],
    areMounted: files.every(([, , isMounted]) => isMounted),
  };
}

const buildFolder = (volume: string, source: Folder['source']): Folder => ({
  volume,
  path: `${FOLDER}/${volume}`,
  source,
});

const isAbsolute = (file: string): boolean => file.startsWith('/');

const resolveFilePath = (file: string, from: Folder | undefined): string =>
  isAbsolute(file) || from === undefined ? file : `${from.path}/${file}`;
