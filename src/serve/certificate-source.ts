import { ok } from '../core/result.js';
import type { KubeClient } from '../kube/client.js';
import type { Logger } from '../telemetry/logger.js';
import type { AuthorityPorts, WriteResult } from '../tls/authority/ports.js';
import type { AuthoritySource } from '../tls/authority/authority-source.js';
import type { CertificateSource } from '../tls/source.js';
import type { JoinedCluster } from './cluster-connection.js';
import type { ServeOptions } from './serve-options.js';
import { UsageError } from '../text/terminal.js';

/** The word for certificates that the replicas make for themselves; any other is a folder. */
const SELF = 'self';

/** What is served with, as a union of where it comes from: only the authority has facts of its own for the metrics. */
export interface CertificateProvider {
  readonly source: CertificateSource;
  readonly authority?: AuthoritySource;
}

type CertificateOptions = Pick<
  ServeOptions,
  'certs' | 'host' | 'service' | 'caSecret' | 'webhookConfiguration' | 'clusterDomain'
>;

/**
 * The certificates that the options name: of the CA that the replicas share, of a folder, or in memory alone. Without a
 * word it is the first for a pod of a cluster, else the last. Throws `UsageError` for a folder without a good pair, and for
 * `self` without a cluster. Each kind is loaded only where it is used: issuing takes a tenth of a second to load.
 */
export async function openCertificates(
  options: CertificateOptions,
  cluster: JoinedCluster | undefined,
  logger: Logger,
): Promise<CertificateProvider> {
  const { certs = cluster?.isOwn === true ? SELF : undefined, host } = options;
  if (certs === undefined) return { source: await openEphemeralSource(host, logger) };
  if (certs !== SELF) return { source: await openFolderSource(certs, logger) };
  if (cluster === undefined)
    throw new UsageError(
      `--certs ${SELF} keeps a CA in a Secret, and there is no cluster to keep it in. ` +
        'Give --certs FOLDER with tls.crt and tls.key, or leave --certs out for a certificate in memory.',
    );
  const authority = await openAuthoritySource(options, cluster.client, logger);
  return { source: authority, authority };
}

const WILDCARDS = ['0.0.0.0', '::'];

async function openEphemeralSource(host: string | undefined, logger: Logger): Promise<CertificateSource> {
  const { createEphemeralSource } = await import('../tls/ephemeral-source.js');
  return createEphemeralSource({
    names: host === undefined || WILDCARDS.includes(host) ? [] : [host],
    logger,
  });
}

async function openFolderSource(folder: string, logger: Logger): Promise<CertificateSource> {
  const { createFileSource } = await import('../tls/file-source.js');
  const source = await createFileSource(folder, { logger });
  if (source.ok) return source.value;
  throw new UsageError(source.error);
}

async function openAuthoritySource(
  { service, caSecret, webhookConfiguration, clusterDomain }: CertificateOptions,
  client: KubeClient,
  logger: Logger,
): Promise<AuthoritySource> {
  const [{ createAuthoritySource }, { createAuthorityPorts: authorityPorts }] = await Promise.all([
    import('../tls/authority/authority-source.js'),
    import('../kube/authority-ports.js'),
  ]);
  const objects = { service, secret: caSecret, configuration: webhookConfiguration };
  const host = `${service}.${client.namespace}.svc`;
  const { ports, stopWriting } = createStoppablePorts(authorityPorts({ client, objects, logger }));
  // The API server calls the first name; people may try the second.
  const authority = await createAuthoritySource({ ports, names: [host, `${host}.${clusterDomain}`], logger });
  return {
    ...authority,
    stop: () => {
      stopWriting();
      authority.stop();
    },
  };
}

/** Ports that write until they are stopped: a look that is under way may still end in a write. */
function createStoppablePorts(ports: AuthorityPorts): {
  readonly ports: AuthorityPorts;
  readonly stopWriting: () => void;
} {
  let isStopped = false;
  const writeUnlessStopped = (write: () => Promise<WriteResult>): Promise<WriteResult> =>
    isStopped ? Promise.resolve(ok('outrun')) : write();
  return {
    ports: {
      ...ports,
      writeSecret: (data, read) => writeUnlessStopped(() => ports.writeSecret(data, read)),
      writeBundles: (registration, bundles) =>
        writeUnlessStopped(() => ports.writeBundles(registration, bundles)),
    },
    stopWriting: () => {
      isStopped = true;
    },
  };
}
