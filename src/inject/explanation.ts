import type { Colors } from 'picocolors/types.js';
import type { UnchangedReason } from '../core/outcome.js';
import { redact, redactSentence } from '../telemetry/redaction.js';
import { formatTable } from '../text/table.js';
import { indentLines, line, paint, type TerminalText } from '../text/terminal-text.js';
import type { WorkloadDecision, WorkloadFinding } from './decision.js';

const WHY: Readonly<Record<UnchangedReason, string>> = {
  'not-requested': 'it does not ask',
  'already-injected': 'it is injected already',
  'not-a-pod-creation': 'it is no pod that is created',
};

/** A workload as people name it, with its place. */
export const formatWorkloadTitle = ({
  workload: { kind, namespace, name, place },
}: WorkloadDecision): string => `${kind} ${namespace}/${name} (${place})`;

/** What was done, in some words. */
export function describeVerdict({ status, why, injections }: WorkloadDecision): string {
  if (status === 'unchanged') return `unchanged: ${WHY[why ?? 'not-requested']}`;
  const where = injections.map(({ language, container }) => `${language} into ${container}`);
  return where.length === 0 ? status : `${status}: ${where.join(', ')}`;
}

/** What is to be said beside the verdict, which tells of an injection itself. */
export const selectRemarks = ({ reasons }: WorkloadDecision): readonly WorkloadFinding[] =>
  reasons.filter(({ code }) => code !== 'injected');

/** The lines that explain a decision to a person; values are redacted by their names. */
export function formatExplanation(decision: WorkloadDecision, colors: Colors): readonly TerminalText[] {
  const injections = decision.injections.flatMap((injection) => {
    const { language, container, instrumentation, backend, settings } = injection;
    const by = instrumentation === undefined ? '' : `, by Instrumentation ${instrumentation}`;
    const to = backend === undefined ? '' : `, for backend ${backend}`;
    const rows = settings.map(({ name, value, origin }) => [name, origin, redact(name, value)]);
    const lines = rows.length === 0 ? [] : formatTable(['setting', 'from', 'value'], rows, colors);
    return [line``, line`  ${language} into ${container}${by}${to}`, ...indentLines('    ', lines)];
  });
  const reasons = selectRemarks(decision).flatMap((reason) => [line``, ...formatFinding(reason, colors)]);
  return [
    line`${paint(colors.bold, formatWorkloadTitle(decision))}`,
    line`  ${describeVerdict(decision)}`,
    ...injections,
    ...reasons,
  ];
}

function formatFinding(
  { kind, code, message, remedy }: WorkloadFinding,
  colors: Colors,
): readonly TerminalText[] {
  const color = kind === 'refusal' ? colors.red : colors.yellow;
  return [
    line`  ${paint(color, `${kind} ${code}`)}`,
    line`    ${redactSentence(message)}`,
    line`    remedy: ${remedy}`,
  ];
}

/** A decision as data for programs; values are redacted by their names. */
export function buildExplanation({ workload, status, why, reasons, injections }: WorkloadDecision): unknown {
  const { apiVersion, kind, namespace, name, place } = workload;
  return {
    object: { apiVersion, kind, namespace, name, place },
    status,
    ...(why === undefined ? {} : { why }),
    reasons: reasons.map((reason) => ({ ...reason, message: redactSentence(reason.message) })),
    injections: injections.map((injection) => ({
      ...injection,
      settings: injection.settings.map((setting) => ({
        ...setting,
        value: redact(setting.name, setting.value),
      })),
    })),
  };
}
