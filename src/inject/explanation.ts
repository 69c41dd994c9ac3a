import type { Colors } from 'picocolors/types.js';
import type { UnchangedReason } from '../core/outcome.js';
import { redact, redactSentence } from '../telemetry/redaction.js';
import { formatTable } from '../text/table.js';
import { indentLines, line, paint, type TerminalText } from '../text/terminal-text.js';
import type { ObjectDecision, WorkloadFinding } from './decision.js';
import type { ObjectTitle } from './workload.js';

const WHY: Readonly<Record<UnchangedReason, string>> = {
  'not-requested': 'it does not ask',
  'already-injected': 'it is injected already',
  'not-a-pod-creation': 'this is not the creation of a pod',
};

/** An object as people name it, with its place. */
export const formatTitle = ({ kind, namespace, name, place, part }: ObjectTitle): string => {
  const full = namespace === '' ? name : `${namespace}/${name}`;
  return `${kind} ${full}${part === undefined ? '' : ` ${part}`}${place === '' ? '' : ` (${place})`}`;
};

/** What was done, in some words. */
export function describeVerdict({ status, why, injections }: ObjectDecision): string {
  if (status === 'unchanged') return `unchanged: ${WHY[why ?? 'not-requested']}`;
  const where = injections.map(({ language, container }) => `${language} into ${container}`);
  return where.length === 0 ? status : `${status}: ${where.join(', ')}`;
}

/** What is to be said beside the verdict, which names the injection itself. */
export const selectRemarks = ({ reasons }: ObjectDecision): readonly WorkloadFinding[] =>
  reasons.filter(({ code }) => code !== 'injected');

/** The lines that explain a decision to a person; values are redacted by their names. */
export function formatExplanation(decision: ObjectDecision, colors: Colors): readonly TerminalText[] {
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
    line`${paint(colors.bold, formatTitle(decision.workload))}`,
    line`  ${describeVerdict(decision)}`,
    ...injections,
    ...reasons,
  ];
}

function formatFinding(reason: WorkloadFinding, colors: Colors): readonly TerminalText[] {
  const { kind, code, remedy } = reason;
  const color = kind === 'refusal' ? colors.red : colors.yellow;
  return [
    line`  ${paint(color, `${kind} ${code}`)}`,
    line`    ${describeFinding(reason)}`,
    line`    remedy: ${remedy}`,
  ];
}

/** The sentence of a reason, behind the place in the file that it is about. */
export const describeFinding = ({ place, message }: WorkloadFinding): string =>
  `${place === undefined ? '' : `${place}: `}${redactSentence(message)}`;

/** A decision as data for programs; values are redacted by their names. */
export function buildExplanation({ workload, status, why, reasons, injections }: ObjectDecision): unknown {
  const { apiVersion, kind, namespace, name, place, part } = workload;
  return {
    object: { apiVersion, kind, namespace, name, place, ...(part === undefined ? {} : { part }) },
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
