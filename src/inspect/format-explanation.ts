import type { Colors } from 'picocolors/types.js';
import { assertNever } from '../core/domain.js';
import { isRecord, listRecords } from '../core/json.js';
import type { Injection } from '../core/outcome.js';
import { describeFinding, describeVerdict, selectRemarks } from '../inject/explanation.js';
import type { TemplateDecision, WorkloadFinding } from '../inject/decision.js';
import { redact } from '../telemetry/redaction.js';
import { line, paint, type TerminalText } from '../text/terminal-text.js';
import type { Explanation } from './explained-workload.js';
import {
  COLUMNS,
  formatChanges,
  formatCommands,
  formatHeaded,
  formatSentence,
  formatTitleLine,
  formatValue,
} from './format-parts.js';
import { formatPods } from './format-pods.js';
import { listContainers } from './fresh-pod.js';
import { showTime } from './missed-cause.js';
import { describeTarget, isDeadEnd } from './route-hops.js';
import type { WorkloadReport } from './workload-report.js';

/** The lines that explain a workload to a person, in 80 columns but for names and commands that are longer. */
export function formatLiveExplanation(explanation: Explanation, colors: Colors): readonly TerminalText[] {
  const { report, times, supposed, route, access } = explanation;
  const { kind, namespace, name, decisions, namespaceFindings, pods, fixes } = report;
  return [
    formatTitleLine(`${kind} ${namespace}/${name}`, colors),
    ...formatHeaded('asks', describeRequests(report)),
    ...decisions.flatMap(formatNow),
    ...formatHeaded('namespace', describeSelection(report)),
    ...formatHeaded('webhook', describeWebhook(times)),
    ...[...decisions.flatMap(selectRemarks), ...namespaceFindings].flatMap((each) =>
      formatReason(each, colors),
    ),
    ...formatCommands(fixes, colors),
    ...formatPods(pods, colors),
    ...decisions.flatMap((decision) => formatSettings(decision, colors)),
    ...(route.length === 0 ? [] : [line``, formatTitleLine('Route', colors)]),
    ...route.flatMap((hop) => [
      ...formatValue('  ', `${hop.from} -> ${hop.to}: ${hop.url}`),
      line`    ${paint(isDeadEnd(hop) ? colors.red : colors.green, describeTarget(hop.target))}`,
    ]),
    ...(supposed === undefined ? [] : formatSupposed(supposed, colors)),
    ...(access.length === 0 ? [] : [line``, formatTitleLine('See the traces', colors)]),
    ...access.flatMap(({ what, command }) => [...formatSentence('  ', what), line`    ${command}`]),
  ];
}

function describeRequests({ requests, decisions }: WorkloadReport): string {
  if (requests.length > 0)
    return requests.map(({ language, value, origin }) => `${language} "${value}" (${origin})`).join(', ');
  return decisions.length === 0 ? 'not known: inject does not know this kind' : 'for nothing';
}

const formatNow = (decision: TemplateDecision): readonly TerminalText[] => {
  const { part } = decision.workload;
  return formatHeaded('new pods', `${part === undefined ? '' : `${part}: `}${describeVerdict(decision)}`);
};

function describeSelection({ namespace, selection }: WorkloadReport): string {
  switch (selection.kind) {
    case 'selected':
      return `${namespace} is selected: the webhook gets its pods`;
    case 'unselected':
      return `${namespace} is NOT selected: the webhook does not get its pods${
        selection.command === undefined ? ', by the namespaceSelector of its registration' : ''
      }`;
    case 'not-registered':
      return `the webhook is NOT registered in this cluster, so no pod is injected`;
    case 'unknown':
      return `not known whether the webhook gets the pods of ${namespace}`;
    default:
      return assertNever(selection);
  }
}

function describeWebhook(times: Explanation['times']): string {
  if (times === undefined) return 'not found in this cluster, or its pods may not be read';
  const { ready, replicas, readySince } = times;
  if (readySince === undefined) return `NO replica of ${replicas} is ready`;
  return `${ready} of ${replicas} replicas ready, since ${showTime(readySince)}`;
}

function formatReason(reason: WorkloadFinding, colors: Colors): readonly TerminalText[] {
  const color = reason.kind === 'refusal' ? colors.red : colors.yellow;
  return [
    line``,
    line`${paint(color, `${reason.kind} ${reason.code}`)}`,
    ...formatSentence('  ', describeFinding(reason)),
    ...formatSentence('  ', `remedy: ${reason.remedy}`),
  ];
}

const formatSettings = (
  { injections, workload }: TemplateDecision,
  colors: Colors,
): readonly TerminalText[] =>
  injections.flatMap((injection) => {
    const { language, container, instrumentation, backend } = injection;
    const by = instrumentation === undefined ? '' : `, by Instrumentation ${instrumentation}`;
    const to = backend === undefined ? '' : `, for backend ${backend}`;
    return [
      line``,
      formatTitleLine(`Settings of ${language} in ${container}${by}${to}`, colors),
      ...injection.settings.flatMap((setting) =>
        formatSetting(setting, readWritten(workload.pod, container, setting.name)),
      ),
    ];
  });

function formatSetting(
  { name, value, origin }: Injection['settings'][number],
  written: string | undefined,
): readonly TerminalText[] {
  const shown = redact(name, value);
  const whole = `  ${name} = ${shown}  (${origin})`;
  const before = written === undefined ? [] : formatValue('      over ', redact(name, written));
  if (whole.length <= COLUMNS) return [line`${whole}`, ...before];
  return [line`  ${name}  (${origin})`, ...formatValue('      ', shown), ...before];
}

/** What the template itself writes into a variable that injection adds to. */
export function readWritten(pod: unknown, container: string, name: string): string | undefined {
  if (!isRecord(pod)) return undefined;
  const all = [...listContainers(pod, 'containers'), ...listContainers(pod, 'initContainers')];
  const env = all.find((each) => each.name === container)?.['env'];
  const entry = listRecords(env).find((each) => each['name'] === name);
  return typeof entry?.['value'] === 'string' ? entry['value'] : undefined;
}

const formatSupposed = (
  { suppositions, status, changes, messages }: NonNullable<Explanation['supposed']>,
  colors: Colors,
): readonly TerminalText[] => [
  line``,
  formatTitleLine(`With ${suppositions.join(' and ')}`, colors),
  line`  new pods: ${status}`,
  ...messages.flatMap((message) => formatSentence('  ', message)),
  ...(changes.length === 0 ? [line`  no setting changes`] : formatChanges('  ', changes)),
];
