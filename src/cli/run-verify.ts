import picocolors from 'picocolors';
import type { Result } from '../core/result.js';
import { platformWays } from '../verify/platform-ways.js';
import { reportLines, reportOf } from '../verify/report.js';
import { verify } from '../verify/verify.js';
import { hasArrived, type Limits, type Verified, type Way } from '../verify/way.js';
import { writtenWay } from '../verify/written-way.js';
import { jsonReport, printed } from '../text/terminal-text.js';
import { platformChoice } from './platform-choice.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { askedOf } from './verify-asked.js';
import type { VerifyFlags } from './verify-flags.js';

const PAUSE_MS = 500;

/**
 * Verifies every way that is asked for, one after the other, and prints how each came out. Returns 1 unless all traces
 * arrived. Throws `UsageError` for options that do not go together and input that cannot be read.
 */
export async function verifyWays(flags: VerifyFlags, terminal: Terminal): Promise<ExitCode> {
  const ways = await waysOf(flags, terminal);
  const limits: Limits = {
    timeoutMs: flags.timeout * 1000,
    pauseMs: PAUSE_MS,
    signal: terminal.ended(),
    now: Date.now,
  };
  const colors = picocolors.createColors(terminal.color);
  const done: Verified[] = [];
  for (const way of ways) {
    const verified = await verify(way, limits);
    done.push(verified);
    if (flags.output === 'text') terminal.out(printed(reportLines(verified, colors)));
  }
  const arrived = done.every(hasArrived);
  if (flags.output === 'json') terminal.out(jsonReport({ arrived, ways: done.map(reportOf) }));
  return arrived ? 0 : 1;
}

async function waysOf(flags: VerifyFlags, terminal: Terminal): Promise<readonly Way[]> {
  const { filename } = flags;
  if (filename === undefined) {
    const lone = (
      [
        ['--language', flags.language],
        ['--all', flags.all],
        ['--query', flags.query],
      ] as const
    ).find(([, value]) => value !== undefined);
    if (lone !== undefined)
      throw new UsageError(`${lone[0]} needs the platform’s choice; give it with -f FILE, or use --backend.`);
    return [usable(writtenWay(await askedOf(flags)))];
  }
  if (flags.backend !== undefined)
    throw new UsageError('--backend is for a way without -f; with it, write --query URL.');
  const { platform } = await platformChoice(filename, terminal);
  return usable(platformWays(await askedOf(flags), platform));
}

function usable<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  const text = result.error;
  throw new UsageError(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
}
