import picocolors from 'picocolors';
import type { Result } from '../core/result.js';
import { describeTracingOff } from '../core/rules/parse-platform.js';
import { PAUSE_MS } from '../verify/bounds.js';
import { resolvePlatformRoutes } from '../verify/platform-routes.js';
import { formatVerification, buildVerificationReport } from '../verify/report.js';
import { verifyRoute } from '../verify/verify.js';
import { hasArrived, type VerifyLimits, type Verification, type TraceRoute } from '../verify/trace-route.js';
import { resolveExplicitRoute } from '../verify/explicit-route.js';
import { doWithProgress } from '../text/progress.js';
import { formatJsonReport, formatLines, line } from '../text/terminal-text.js';
import { locateIssues, readPlatformChoice, writeNotices } from './platform-choice.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { readVerifyOptions } from './read-verify-options.js';
import type { VerifyFlags } from './verify-flags.js';

/**
 * Verifies every route that is asked for, one after the other, and prints how each came out. Returns 1 unless all traces
 * arrived. For a choice that has all backends off there is none, which it says on standard error. Throws `UsageError` for options that do not go together and input that cannot be read.
 */
export async function runVerify(flags: VerifyFlags, terminal: Terminal): Promise<ExitCode> {
  const routes = await resolveRoutes(flags, terminal);
  const limits: VerifyLimits = {
    timeoutMs: flags.timeout * 1000,
    pauseMs: PAUSE_MS,
    signal: terminal.createEndSignal(),
    now: Date.now,
  };
  const colors = picocolors.createColors(terminal.color);
  const done: Verification[] = [];
  for (const route of routes) {
    const names = route.reads.map(({ backend = 'the backend' }) => backend).join(', ');
    const waiting = line`Waiting for a trace in ${names}, for ${flags.timeout} seconds at most …`;
    const verified = await doWithProgress(terminal, waiting, () => verifyRoute(route, limits));
    done.push(verified);
    if (flags.output === 'text') terminal.out(formatLines(formatVerification(verified, colors)));
  }
  const arrived = done.every(hasArrived);
  if (flags.output === 'json')
    terminal.out(formatJsonReport({ arrived, ways: done.map(buildVerificationReport) }));
  return arrived ? 0 : 1;
}

async function resolveRoutes(flags: VerifyFlags, terminal: Terminal): Promise<readonly TraceRoute[]> {
  const { filename } = flags;
  if (filename === undefined) {
    const lone = (
      [
        ['--language', flags.language],
        ['--all', flags.all],
        ['--query', flags.query],
        ['--cluster', flags.cluster],
      ] as const
    ).find(([, value]) => value !== undefined);
    if (lone !== undefined)
      throw new UsageError(`${lone[0]} needs the platform’s choice; give it with -f FILE, or use --backend.`);
    return [unwrapOrThrow(resolveExplicitRoute(await readVerifyOptions(flags)))];
  }
  if (flags.backend !== undefined)
    throw new UsageError('--backend is for a route without -f; with it, write --query URL.');
  const choice = await readPlatformChoice({ path: filename, cluster: flags.cluster }, terminal);
  const options = await readVerifyOptions(flags);
  if (!('isOff' in choice)) return unwrapOrThrow(resolvePlatformRoutes(options, choice.platform));
  writeNotices(locateIssues([TRACING_IS_OFF], choice), terminal);
  return [];
}

const TRACING_IS_OFF = describeTracingOff(
  'there is nothing to verify',
  'name a route with --collector and --backend instead of -f',
);

function unwrapOrThrow<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  const text = result.error;
  throw new UsageError(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
}
