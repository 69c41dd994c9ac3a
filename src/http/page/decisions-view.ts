import type { Injection } from '../../core/outcome.js';
import { REASONS, type Finding } from '../../core/reasons.js';
import { redact, redactSentence } from '../../telemetry/redaction.js';
import { MOST_SHOWN } from '../bounds.js';
import { DECISION_STATUSES, type DecisionTotals, type KeptDecision } from '../decision-log.js';
import { formatFilterAddress, isSelected, type DecisionFilter, type ReadFilter } from './decision-filter.js';
import { buildFactTable, buildFirst, buildPage, buildRow, buildTable } from './layout.js';
import { html, type Markup } from './markup.js';
import { buildReasonLink } from './reasons-view.js';

/** How many of the pods that asked were injected, since the replica began to count. */
export function buildCoverage({ since, byStatus }: DecisionTotals): Markup {
  const asked = DECISION_STATUSES.reduce((sum, status) => sum + byStatus[status], 0);
  const share = asked === 0 ? '' : ` (${Math.floor((byStatus.injected / asked) * 100)} %)`;
  return html`<p>
      ${byStatus.injected} of ${asked} pods that asked were injected as a whole${share} since
      ${formatTime(since)}.
    </p>
    ${buildTable({ caption: 'Pods that asked', columns: ['Status', 'Pods'] }, [
      ...DECISION_STATUSES.map((status) => buildRow(buildStatus(status), [byStatus[status]])),
      buildRow('all', [asked]),
    ])}`;
}

/** The decisions that a filter selects, with the form that changes it and what their reasons come to. */
export function buildDecisions(decisions: readonly KeptDecision[], { filter, mistakes }: ReadFilter): Markup {
  const selected = decisions.filter((each) => isSelected(filter, each));
  return html`${buildFilterForm(decisions, filter)}
    ${mistakes.map((mistake) => html`<p class="problem">${mistake}</p>`)}
    <p role="status">
      ${selected.length} of the ${decisions.length} decisions that are kept, newest first.
      ${Object.keys(filter).length === 0 ? '' : html`<a href="/">Show all</a>`}
    </p>
    ${buildDecisionTable(selected)} ${buildReasonCounts(selected, filter)}`;
}

function buildFilterForm(decisions: readonly KeptDecision[], filter: DecisionFilter): Markup {
  const namespaces = decisions.map(({ namespace }) => namespace);
  const reasons = decisions.flatMap(({ findings }) => findings.map(({ code }) => code));
  return html`<form method="get" action="/" role="search" aria-label="Filter of the decisions">
    ${buildChoice('Namespace', 'namespace', namespaces, filter.namespace)}
    ${buildChoice('Status', 'status', DECISION_STATUSES, filter.status)}
    ${buildChoice('Reason', 'reason', reasons, filter.reason)}
    <button type="submit">Filter</button>
  </form>`;
}

/** A field that offers what there is, and what is chosen already. */
function buildChoice(
  label: string,
  name: string,
  offered: readonly string[],
  chosen: string | undefined,
): Markup {
  const values = [...new Set([...offered, ...(chosen === undefined ? [] : [chosen])])].sort();
  return html`<div>
    <label for="${name}">${label}</label>
    <select id="${name}" name="${name}">
      <option value="">all</option>
      ${values.map((value) =>
        value === chosen
          ? html`<option value="${value}" selected>${value}</option>`
          : html`<option value="${value}">${value}</option>`,
      )}
    </select>
  </div>`;
}

const COLUMNS = ['Pod', 'Time', 'Status', 'Injected', 'Reasons and remedies'];

function buildDecisionTable(decisions: readonly KeptDecision[]): Markup {
  if (decisions.length === 0) return html`<p>None.</p>`;
  return buildTable({ caption: 'Decisions', columns: COLUMNS }, decisions.map(buildDecisionRow));
}

function buildDecisionRow({ id, at, namespace, pod, status, findings, injections }: KeptDecision): Markup {
  return html`<tr>
    <th scope="row"><a href="/decisions/${id}">${namespace}/${pod}</a></th>
    <td><time>${formatTime(at)}</time></td>
    <td>${buildStatus(status)}</td>
    <td>
      ${buildFirst(injections, MOST_SHOWN, ({ language, container }) => html`<p>${language} in ${container}</p>`)}
    </td>
    <td class="text">${buildFirst(findings, MOST_SHOWN, buildFindingText)}</td>
  </tr>`;
}

/** A finding with what to do about it. */
function buildFindingText({ code, message }: Finding): Markup {
  const { remedy } = REASONS[code];
  return html`<p>
    ${buildReasonLink(code)}: ${redactSentence(message)} <span class="quiet">${remedy}</span>
  </p>`;
}

/** A status in its colour, by its word or by more words that begin with it. */
export const buildStatus = (status: string, text = status): Markup =>
  html`<span class="status ${status}">${text}</span>`;

function buildReasonCounts(decisions: readonly KeptDecision[], filter: DecisionFilter): Markup {
  const counts = new Map<Finding['code'], number>();
  for (const { findings } of decisions)
    for (const code of new Set(findings.map((finding) => finding.code)))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  if (counts.size === 0) return html``;
  const rows = [...counts]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, pods]) =>
      buildRow(html`<a href="${formatFilterAddress({ ...filter, reason })}">${reason}</a>`, [
        pods,
        REASONS[reason].remedy,
      ]),
    );
  return buildTable({ caption: 'Reasons in these decisions', columns: ['Reason', 'Pods', 'Remedy'] }, rows);
}

/** One decision with every setting and where it came from; values are redacted by their names. */
export function buildDecisionPage(decision: KeptDecision): string {
  const { at, namespace, pod, status, findings, injections } = decision;
  return buildPage(
    'Decision',
    '/',
    html`${buildFactTable('The pod', [
        ['Pod', `${namespace}/${pod}`],
        ['Time', formatTime(at)],
        ['Status', buildStatus(status)],
      ])}
      <h2>Reasons and remedies</h2>
      ${findings.map(buildFindingText)}
      <h2>Injected</h2>
      ${injections.length === 0 ? html`<p>Nothing.</p>` : injections.map(buildInjection)}`,
  );
}

/** One language in one container with its settings. */
export function buildInjection(injection: Injection): Markup {
  const { language, container, instrumentation, backend, settings } = injection;
  const by = instrumentation === undefined ? '' : `, by Instrumentation ${instrumentation}`;
  const to = backend === undefined ? '' : `, for backend ${backend}`;
  const rows = settings.map(({ name, value, origin }) => buildRow(name, [origin, redact(name, value)]));
  return buildTable(
    { caption: `${language} in ${container}${by}${to}`, columns: ['Setting', 'From', 'Value'] },
    rows,
  );
}

/** A page for a decision that is not kept any more. */
export const buildForgottenPage = (): string =>
  buildPage(
    'Decision',
    '/',
    html`<p>
        This replica does not keep that decision. It keeps the last ones alone, and loses them when it ends.
      </p>
      <p><a href="/">All decisions that are kept</a></p>`,
  );

/** A time as people and machines read it, to the second. */
export const formatTime = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
