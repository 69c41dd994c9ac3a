import type { PlatformFile } from '../config/platform-file.js';
import type { Language } from '../core/domain.js';
import type { LogLevel } from '../telemetry/log-level.js';

/** How the owners of pods are found. */
export const OWNERS = ['name', 'watch'] as const;

export interface ServeOptions {
  readonly paths: readonly string[];
  /** The platform's choice, in any form. */
  readonly platform?: PlatformFile | undefined;
  readonly languages: ReadonlySet<Language>;
  /** Watches the cluster of this pod, also beside a context of files. */
  readonly cluster?: true;
  readonly kubeconfig?: string;
  readonly owners: (typeof OWNERS)[number];
  /** Writes conditions about the Collector. */
  readonly collectorStatus?: true;
  /** Seconds from the end of a round of the auditor to the next one; 0 for no auditor. */
  readonly auditEvery: number;
  readonly watchConfigmaps?: true;
  readonly watchServiceAccounts?: true;
  readonly port: number;
  /** Every address, of IPv6 as of IPv4, when absent. */
  readonly host?: string;
  /** 0 for none. */
  readonly adminPort: number;
  /** 0 for none. */
  readonly pagePort: number;
  /** `self`, or a folder. */
  readonly certs?: string;
  /** What our own objects are called, for `self`. */
  readonly service: string;
  readonly caSecret: string;
  readonly webhookConfiguration: string;
  readonly clusterDomain: string;
  /** 10 in a cluster and 0 without when absent. */
  readonly drainSeconds?: number;
  readonly logLevel: LogLevel;
  /** Seconds in which sample pods are judged before it is ready, at most; 0 for none. */
  readonly warmUp: number;
}

/** All nodes learn the endpoints of a Service within seconds; until then, requests still come. */
const DRAIN_SECONDS = 10;

/** How long to go on accepting after SIGTERM: what the option says, else as long as a cluster needs. */
export const resolveDrainSeconds = ({ drainSeconds }: ServeOptions, isInCluster: boolean): number =>
  drainSeconds ?? (isInCluster ? DRAIN_SECONDS : 0);
