import type { EnvVar } from '../../core/kubernetes/pod.js';
import type { Issue } from '../../core/result.js';
import type { ClusterSnapshot, PlatformState } from '../../core/snapshot.js';
import { redact, redactSentence, redactText } from '../../telemetry/redaction.js';
import { MOST_LISTED } from '../bounds.js';
import type { ReadFilter } from './decision-filter.js';
import { buildCoverage, buildDecisions, formatTime } from './decisions-view.js';
import type { CertificateReport, PageFacts, PageSpan, PageWatch } from './facts.js';
import { buildFactTable, buildFirst, buildPage, buildRow, buildTable } from './layout.js';
import { html, type Markup } from './markup.js';
import { buildRoute, listRoutes } from './route-view.js';

type Instrumentations = ClusterSnapshot['instrumentations'];

/**
 * The status page as HTML without scripts. Every text is escaped and cut, and values are redacted by their names.
 */
export function buildStatusPage(facts: PageFacts, read: ReadFilter): string {
  const { context, decisions, totals, trace } = facts;
  return buildPage(
    'Status',
    '/',
    html`${buildOverview(facts)} ${buildReloadIssues(context.issues)}
      <h2>Route</h2>
      ${buildRoutes(context.snapshot.platform)} ${trace === undefined ? '' : buildTrace(trace)}
      <h2>Coverage</h2>
      ${buildCoverage(totals)}
      <h2>Recent decisions</h2>
      <p>
        Replica ${facts.replica} decided these, and keeps them in its memory. Others keep their own: forward
        the port of another pod to see them. <code>/metrics</code> counts those of each.
      </p>
      ${buildDecisions(decisions, read)}
      <h2>Instrumentations</h2>
      ${buildInstrumentationTable(context.snapshot.instrumentations)}
      <h2>Certificates</h2>
      ${buildCertificates(facts.certificates, facts.now)}
      <h2>Watches</h2>
      ${buildWatches(facts.watches)}`,
  );
}

const buildOverview = ({ version, replica, waitingFor, context }: PageFacts): Markup =>
  buildFactTable('Webhook', [
    ['Version', version],
    ['Replica', replica],
    ['State', waitingFor.length === 0 ? 'ready' : `not ready: ${waitingFor.join(', ')}`],
    ['Context', `${context.paths.join(', ')} (hash ${context.hash})`],
    ['Languages', [...context.snapshot.languages].join(', ') || 'none'],
  ]);

function buildRoutes(state: PlatformState): Markup {
  switch (state.kind) {
    case 'absent':
      return html`<p>There is no TracingPlatform; Instrumentations decide alone.</p>`;
    case 'invalid':
      return html`<p class="problem">The TracingPlatform is invalid:</p>
        <ul>
          ${buildIssues(state.issues)}
        </ul>`;
    case 'ready':
      return html`${listRoutes(state.platform).map((hops, index) =>
        buildRoute(index === 0 ? 'Route of pods that choose no backend' : 'Another route', hops),
      )}`;
  }
}

function buildReloadIssues(issues: readonly Issue[]): Markup {
  if (issues.length === 0) return html``;
  return html`<h2>The last change of the context was refused</h2>
    <p>The last good context is in force.</p>
    <ul>
      ${buildIssues(issues)}
    </ul>`;
}

const buildIssues = (issues: readonly Issue[]): readonly Markup[] =>
  issues.slice(0, MOST_LISTED).map(({ path, message }) => html`<li>${path}: ${redactSentence(message)}</li>`);

const sortByKey = <V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function buildInstrumentationTable(instrumentations: Instrumentations): Markup {
  const all = sortByKey(instrumentations).flatMap(([, byName]) => sortByKey(byName).map(([, each]) => each));
  if (all.length === 0) return html`<p>None.</p>`;
  const rows = all
    .slice(0, MOST_LISTED)
    .map(({ metadata, spec }) =>
      buildRow(`${metadata.namespace}/${metadata.name}`, [
        redactText(spec.exporter?.endpoint ?? ''),
        html`${buildFirst(spec.env ?? [], MOST_LISTED, buildVariable)}`,
      ]),
    );
  const more = all.length - rows.length;
  return html`${buildTable(
    { caption: 'Instrumentations in force', columns: ['Name', 'Endpoint', 'Variables'] },
    rows,
  )}
  ${more > 0 ? html`<p>and ${more} more</p>` : ''}`;
}

const buildVariable = ({ name, value, valueFrom }: EnvVar): Markup =>
  html`<p>${name}=${valueFrom === undefined ? redact(name, value ?? '') : '(from a reference)'}</p>`;

const DAY_MS = 24 * 60 * 60 * 1000;

function buildCertificates({ certificates, problems }: CertificateReport, now: number): Markup {
  const rows = certificates.map(({ role, names, notAfter }) =>
    buildRow(role, [
      names.length === 0 ? 'any that it signs' : names.join(', '),
      `${formatTime(notAfter.getTime())}, in ${Math.floor((notAfter.getTime() - now) / DAY_MS)} days`,
    ]),
  );
  return html`${buildTable({ caption: 'Certificates in use', columns: ['What for', 'Names', 'Ends'] }, rows)}
  ${problems.map((problem) => html`<p class="problem">${problem}</p>`)}`;
}

function buildWatches(watches: readonly PageWatch[]): Markup {
  if (watches.length === 0) return html`<p>None: the context is made of files.</p>`;
  const rows = watches.map(({ row, isSynced, ageMs, objects, refused, failure }) =>
    buildRow(row, [
      isSynced ? 'read' : 'not read yet',
      ageMs === undefined ? 'never' : `${Math.round(ageMs / 1000)} s ago`,
      objects,
      refused,
      redactSentence(failure?.message ?? 'none'),
    ]),
  );
  const columns = ['Watch', 'State', 'Last heard', 'Objects', 'Refused', 'Failure'];
  return buildTable({ caption: 'Watches of the cluster', columns }, rows);
}

function buildTrace(spans: readonly PageSpan[]): Markup {
  const rows = spans.map(({ service, name, depth, startMs, durationMs }) =>
    buildRow(`${'· '.repeat(depth)}${name}`, [service, startMs.toFixed(1), durationMs.toFixed(1)]),
  );
  const columns = ['Span', 'Service', 'Starts, ms', 'Takes, ms'];
  return html`<h2>Trace</h2>
    ${buildTable({ caption: 'The last trace that was sent and read back', columns }, rows)}`;
}
