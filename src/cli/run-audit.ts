import picocolors from 'picocolors';
import { auditWorkloads } from '../inspect/audit.js';
import { readWorkloads } from '../inspect/cluster-workloads.js';
import { buildAuditData, formatAudit } from '../inspect/format-audit.js';
import { formatGaps } from '../inspect/format-parts.js';
import { buildGapData } from '../inspect/report-data.js';
import { auditTraces, hasKnownSilence } from '../inspect/trace-audit.js';
import { readWebhookTimes } from '../inspect/webhook-times.js';
import { readSnapshot } from '../live/read-snapshot.js';
import { doWithProgress } from '../text/progress.js';
import { formatJsonReport, formatLines, line } from '../text/terminal-text.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { describeReading, openChosenCluster, resolveScope, type AuditFlags } from './cluster-options.js';

/**
 * Compares what the workloads of a part of a cluster ask for with what their pods are. Returns 1 where something is to be
 * done. Throws `UsageError` where pods cannot be read, with what to do about it; what else cannot be read is a notice.
 */
export async function runAudit(flags: AuditFlags, terminal: Terminal): Promise<ExitCode> {
  const cluster = await openChosenCluster(flags);
  const scope = resolveScope(flags, cluster);
  const [reading, found] = await doWithProgress(terminal, describeReading(cluster), () =>
    Promise.all([readSnapshot(cluster, scope), readWorkloads(cluster, scope)]),
  );
  const unread = found.gaps.find(({ what }) => what === 'Pods');
  if (unread !== undefined) throw new UsageError(`${unread.failure.message} ${unread.failure.remedy}`);
  const times = await readWebhookTimes(cluster, reading.installation, reading.registration);
  const audit = auditWorkloads(found, reading, times);
  const untilMs = Date.now();
  const window = { sinceMs: untilMs - flags.since * 60_000, untilMs };
  const traces =
    flags.traces === true
      ? await doWithProgress(terminal, line`Asking the backend which pods have traces …`, () =>
          auditTraces(cluster, { audit, found, reading }, window),
        )
      : undefined;
  const gaps = [...reading.gaps, ...found.gaps];
  terminal.err(formatLines(formatGaps(gaps)));
  terminal.out(
    flags.output === 'json'
      ? formatJsonReport({
          ...buildAuditData(audit, traces),
          webhook: times ?? null,
          gaps: gaps.map(buildGapData),
        })
      : formatLines(formatAudit(audit, traces, picocolors.createColors(terminal.color))),
  );
  const isSilent = [...(traces?.values() ?? [])].some(hasKnownSilence);
  return isSilent || audit.workloads.some(({ needsWork }) => needsWork) ? 1 : 0;
}
