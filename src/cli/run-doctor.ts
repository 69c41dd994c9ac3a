import picocolors from 'picocolors';
import { examineCluster } from '../doctor/examine.js';
import { buildImagesReport, formatNeededImages, readNeededImages } from '../doctor/needed-images.js';
import { buildDoctorReport, formatFindings, formatSummary, type NamedFinding } from '../doctor/report.js';
import { judgeStandalone, readStandalone } from '../doctor/standalone.js';
import { doWithProgress } from '../text/progress.js';
import { formatJsonReport, formatLines, line } from '../text/terminal-text.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { describeReading, openChosenCluster, type ClusterFlags } from './cluster-options.js';
import { readOptionFile } from './read-verify-options.js';

/** What the options of `doctor` hold. */
export interface DoctorFlags extends ClusterFlags {
  readonly trace?: true;
  readonly images?: true;
  readonly url?: string;
  readonly ca?: string;
  readonly output: 'text' | 'json';
  readonly color: boolean;
}

/**
 * Examines a cluster, or a webhook alone, and prints what was found. Returns 1 where a check failed. Throws
 * `UsageError` where there is no cluster, and for options that do not go together. With --images, what the cluster pulls is
 * printed instead, and 1 says that not all of it could be read.
 */
export async function runDoctor(flags: DoctorFlags, terminal: Terminal): Promise<ExitCode> {
  if (flags.images === true) return printImages(flags, terminal);
  const { place, findings } = await (flags.url === undefined
    ? examineChosenCluster(flags, terminal)
    : examineUrl(flags.url, flags, terminal));
  terminal.out(
    flags.output === 'json'
      ? formatJsonReport(buildDoctorReport(place, findings))
      : formatLines([
          ...formatFindings(findings, picocolors.createColors(terminal.color)),
          formatSummary(findings),
        ]),
  );
  return findings.some(({ verdict }) => verdict === 'failed') ? 1 : 0;
}

/** Options that --images does not go with. */
const NOT_FOR_IMAGES = ['trace', 'url', 'ca', 'namespace'] as const;

async function printImages(flags: DoctorFlags, terminal: Terminal): Promise<ExitCode> {
  const other = NOT_FOR_IMAGES.find((name) => flags[name] !== undefined);
  if (other !== undefined) throw new UsageError(`--images and --${other} are both given; give one of them.`);
  const cluster = await openChosenCluster(flags);
  const needed = await doWithProgress(terminal, describeReading(cluster), () => readNeededImages(cluster));
  terminal.err(
    formatLines(needed.unread.map((sentence) => line`notice: images may be missing. ${sentence}`)),
  );
  terminal.out(
    flags.output === 'json'
      ? formatJsonReport(buildImagesReport(cluster.server, needed))
      : formatLines(formatNeededImages(needed)),
  );
  return needed.unread.length === 0 ? 0 : 1;
}

interface Examination {
  /** What was examined: the address of an API server, or of a webhook. */
  readonly place: string;
  readonly findings: readonly NamedFinding[];
}

async function examineChosenCluster(flags: DoctorFlags, terminal: Terminal): Promise<Examination> {
  if (flags.ca !== undefined) throw new UsageError('--ca is for --url; leave it out, or give --url.');
  const cluster = await openChosenCluster(flags);
  const options = {
    ...{ namespace: flags.namespace, sendsTrace: flags.trace === true },
    // Once asked for, a signal does no more than this; only what was made has to be removed again.
    signal: flags.trace === true ? terminal.createEndSignal() : new AbortController().signal,
  };
  const findings = await doWithProgress(terminal, describeReading(cluster), () =>
    examineCluster(cluster, options),
  );
  return { place: cluster.server, findings };
}

/** Options that are about a cluster. */
const FOR_CLUSTERS = ['kubeconfig', 'context', 'namespace', 'trace'] as const;

async function examineUrl(url: string, flags: DoctorFlags, terminal: Terminal): Promise<Examination> {
  const lone = FOR_CLUSTERS.find((name) => flags[name] !== undefined);
  if (lone !== undefined) throw new UsageError(`--url and --${lone} are both given; give one of them.`);
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    throw new UsageError(`--url: ${url} is not an address; allowed: a URL with https://.`);
  const ca = flags.ca === undefined ? undefined : await readOptionFile(flags.ca, '--ca');
  const asked = { url, ca, signal: terminal.createEndSignal() };
  const facts = await doWithProgress(terminal, line`Asking ${url} …`, () => readStandalone(asked));
  return { place: url, findings: judgeStandalone(facts) };
}
