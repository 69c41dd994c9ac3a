import { readFile } from 'node:fs/promises';
import { ANSWER_MS } from '../verify/bounds.js';
import type { VerifyOptions } from '../verify/verify-options.js';
import { isHttpUrl, describeUrlIssue } from '../verify/destination.js';
import { parseHeaderList } from '../verify/header-list.js';
import { UsageError } from '../text/terminal.js';
import { parseQueryOption, type VerifyFlags } from './verify-flags.js';

/** What options ask for, files read. Throws `UsageError` for what is no address, no header or no file; it names no value of a header. */
export async function readVerifyOptions(flags: VerifyFlags): Promise<VerifyOptions> {
  const queries = (flags.backend === undefined ? (flags.query ?? []) : [flags.backend]).map(parseQueryOption);
  const misfit = queries.find(({ url }) => !isHttpUrl(url));
  if (misfit !== undefined)
    throw new UsageError(
      `${flags.backend === undefined ? '--query' : '--backend'}: ${describeUrlIssue(misfit.url)}.`,
    );
  return {
    collector: flags.collector,
    queries,
    backend: flags.backendKind,
    wire: flags.protocol,
    language: flags.language,
    isAll: flags.all === true,
    tenant: flags.tenant,
    sendHeaders: parseHeaderOption('--send-headers', flags.sendHeaders),
    queryHeaders: parseHeaderOption('--query-headers', flags.queryHeaders),
    nodeIp: flags.nodeIp,
    namespace: flags.namespace,
    metrics: parseMetricsUrl(flags.collectorMetrics),
    tls: await readTlsMaterial(flags),
    isMarked: flags.markError === true,
    answerMs: Math.min(ANSWER_MS, flags.timeout * 1000),
  };
}

/** The path that Prometheus asks for by default may be left out. */
function parseMetricsUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!isHttpUrl(text)) throw new UsageError(`--collector-metrics: ${describeUrlIssue(text)}.`);
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = '/metrics';
  return url.href;
}

function parseHeaderOption(option: string, text = ''): Readonly<Record<string, string>> {
  const headers = parseHeaderList(text);
  if (headers.ok) return headers.value;
  throw new UsageError(`${option}: ${headers.error}.`);
}

async function readTlsMaterial({ ca, cert, key }: VerifyFlags): Promise<VerifyOptions['tls']> {
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError('--cert and --key belong together; give both.');
  return {
    ...(ca === undefined ? {} : { ca: await readOptionFile(ca, '--ca') }),
    ...(cert === undefined ? {} : { cert: await readOptionFile(cert, '--cert') }),
    ...(key === undefined ? {} : { key: await readOptionFile(key, '--key') }),
  };
}

/** Reads a file that an option names. Throws `UsageError` where it cannot be read. */
export async function readOptionFile(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `${option}: ${path} cannot be read (${why}); name a file that exists and can be read.`,
    );
  }
}
