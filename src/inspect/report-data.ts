import type { TemplateDecision } from '../inject/decision.js';
import { buildExplanation } from '../inject/explanation.js';
import type { SnapshotGap } from '../live/read-snapshot.js';
import { redact } from '../telemetry/redaction.js';
import type { Explanation } from './explained-workload.js';
import { readWritten } from './format-explanation.js';
import { needsWork, type WorkloadReport } from './workload-report.js';

/** An explanation as data for programs; schemas/explain.report.schema.json describes it. Values are redacted by their names. */
export function buildExplanationData({
  report,
  reading,
  times,
  route,
  access,
  supposed,
}: Explanation): Readonly<Record<string, unknown>> {
  return {
    ...buildWorkloadData(report),
    templates: report.decisions.map(buildTemplateData),
    webhook: times ?? null,
    route,
    access,
    ...(supposed === undefined ? {} : { whatIf: supposed }),
    gaps: reading.gaps.map(buildGapData),
  };
}

/** A workload as data for programs: what it asks for, its pods, and what to do. */
export function buildWorkloadData(report: WorkloadReport): Readonly<Record<string, unknown>> {
  const { apiVersion, kind, namespace, name, requests, selection, namespaceFindings, pods, fixes } = report;
  return {
    object: { apiVersion, kind, namespace, name },
    needsWork: needsWork(report),
    asks: requests.map(({ language, value, origin }) => ({ language, value, origin })),
    namespace: {
      selection: selection.kind,
      ...(selection.kind === 'unselected' && selection.command !== undefined
        ? { command: selection.command }
        : {}),
      reasons: namespaceFindings,
    },
    pods,
    fixes,
  };
}

/** A decision for new pods, with what each setting replaces. */
function buildTemplateData(decision: TemplateDecision): unknown {
  const data = buildExplanation(decision) as {
    readonly injections: readonly {
      readonly container: string;
      readonly settings: readonly { readonly name: string }[];
    }[];
  };
  const { pod } = decision.workload;
  const injections = data.injections.map((injection) => ({
    ...injection,
    settings: injection.settings.map((setting) => {
      const written = readWritten(pod, injection.container, setting.name);
      return { ...setting, ...(written === undefined ? {} : { over: redact(setting.name, written) }) };
    }),
  }));
  return { ...data, injections };
}

/** What could not be read, as data. */
export const buildGapData = ({ what, failure }: SnapshotGap): unknown => ({ what, ...failure });
