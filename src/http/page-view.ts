import type { Language } from '../core/domain.js';
import type { Injection } from '../core/outcome.js';
import type { EnvVar } from '../core/kubernetes/pod.js';
import { REASON_CODES, REASONS } from '../core/reasons.js';
import type { Issue } from '../core/result.js';
import type { ClusterSnapshot, PlatformState } from '../core/snapshot.js';
import { formatCollectorHost } from '../core/platform/addresses.js';
import { redact, redactSentence, redactText } from '../telemetry/redaction.js';
import type { Decision } from './decision-log.js';
import { html, type Markup } from './markup.js';

/** What the status page shows. */
export interface PageFacts {
  readonly version: string;
  /** What is waited for; empty when ready. */
  readonly waitingFor: readonly string[];
  readonly context: {
    readonly paths: readonly string[];
    readonly hash: string;
    readonly snapshot: ClusterSnapshot;
    /** Why the last reload was refused; empty when it was not. */
    readonly issues: readonly Issue[];
  };
  /** Newest first. */
  readonly decisions: readonly Decision[];
}

type Instrumentations = ClusterSnapshot['instrumentations'];

/** The status page as HTML without scripts. Every text is escaped and cut, and values are redacted by the names they stand under. */
export function buildStatusPage({ version, waitingFor, context, decisions }: PageFacts): string {
  const { snapshot, paths, hash, issues } = context;
  return buildPage(
    'doka-tracing',
    html`<table>
        <tr>
          <th>Version</th>
          <td>${version}</td>
        </tr>
        <tr>
          <th>State</th>
          <td>${waitingFor.length === 0 ? 'ready' : `not ready: ${waitingFor.join(', ')}`}</td>
        </tr>
        <tr>
          <th>Context</th>
          <td>${paths.join(', ')} (hash ${hash})</td>
        </tr>
        <tr>
          <th>Platform</th>
          <td>${describePlatform(snapshot.platform)}</td>
        </tr>
        <tr>
          <th>Languages</th>
          <td>${formatLanguages(snapshot.languages)}</td>
        </tr>
      </table>
      ${buildReloadIssues(issues)}
      <h2>Instrumentations</h2>
      ${buildInstrumentationTable(snapshot.instrumentations)}
      <h2>Recent decisions</h2>
      <p>
        The last ${decisions.length} pods that asked, newest first.
        <a href="/reasons">What the reasons mean</a>.
      </p>
      ${buildDecisionTable(decisions)}`,
  );
}

/** Every reason code with its sentence and what to do about it. */
export function buildReasonsPage(): string {
  const rows = REASON_CODES.map((code) => {
    const { kind, summary, remedy } = REASONS[code];
    return html`<tr id="${code}">
      <td>${code}</td>
      <td>${kind}</td>
      <td>${summary}</td>
      <td>${remedy}</td>
    </tr>`;
  });
  return buildPage(
    'Reasons',
    html`<p><a href="/">Status</a></p>
      <table>
        <tr>
          <th>Code</th>
          <th>Kind</th>
          <th>Meaning</th>
          <th>Remedy</th>
        </tr>
        ${rows}
      </table>`,
  );
}

const buildPage = (title: string, body: Markup): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <style>
          body {
            font:
              15px/1.5 system-ui,
              sans-serif;
            margin: 2rem;
            max-width: 80rem;
          }
          table {
            border-collapse: collapse;
          }
          th,
          td {
            text-align: left;
            vertical-align: top;
            padding: 0.2rem 0.8rem 0.2rem 0;
            border-bottom: 1px solid #ccc;
          }
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${body}
      </body>
    </html> `.markup;

const formatLanguages = (languages: ReadonlySet<Language>): string => [...languages].join(', ') || 'none';

function describePlatform(state: PlatformState): string {
  switch (state.kind) {
    case 'absent':
      return 'none; Instrumentations decide alone';
    case 'invalid':
      return `invalid: ${state.issues.map(({ path, message }) => `${path} ${message}`).join('; ')}`;
    case 'ready': {
      const { primary, route, backends, collector } = state.platform;
      const others = Object.keys(backends).filter((name) => name !== primary.value);
      const also = others.length === 0 ? '' : `, also ${others.join(', ')}`;
      const via =
        route.value === 'direct'
          ? 'directly'
          : `through the Collector ${collector.endpoint ?? formatCollectorHost(state.platform)}`;
      return `backend ${primary.value}${also}; ${via}`;
    }
  }
}

function buildReloadIssues(issues: readonly Issue[]): Markup {
  if (issues.length === 0) return html``;
  const items = issues.map(({ path, message }) => html`<li>${path}: ${redactSentence(message)}</li>`);
  return html`<h2>The last change of the context was refused</h2>
    <p>The last good context is in force.</p>
    <ul>
      ${items}
    </ul>`;
}

const sortByKey = <V>(map: ReadonlyMap<string, V>): readonly (readonly [string, V])[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function buildInstrumentationTable(instrumentations: Instrumentations): Markup {
  const rows = sortByKey(instrumentations).flatMap(([namespace, byName]) =>
    sortByKey(byName).map(([name, { spec }]) => {
      const endpoint = redactText(spec.exporter?.endpoint ?? '');
      return html`<tr>
        <td>${namespace}/${name}</td>
        <td>${endpoint}</td>
        <td>${(spec.env ?? []).map(buildVariable)}</td>
      </tr>`;
    }),
  );
  if (rows.length === 0) return html`<p>None.</p>`;
  return html`<table>
    <tr>
      <th>Name</th>
      <th>Endpoint</th>
      <th>Variables</th>
    </tr>
    ${rows}
  </table>`;
}

const buildVariable = ({ name, value, valueFrom }: EnvVar): Markup =>
  html`${name}=${valueFrom === undefined ? redact(name, value ?? '') : '(from a reference)'}<br />`;

function buildDecisionTable(decisions: readonly Decision[]): Markup {
  if (decisions.length === 0) return html`<p>None yet.</p>`;
  return html`<table>
    <tr>
      <th>Time</th>
      <th>Pod</th>
      <th>Status</th>
      <th>Reasons</th>
      <th>Injected</th>
    </tr>
    ${decisions.map(buildDecisionRow)}
  </table>`;
}

function buildDecisionRow({ at, namespace, pod, status, findings, injections }: Decision): Markup {
  const reasons = findings.map(
    ({ code, message }) => html`<a href="/reasons#${code}">${code}</a>: ${redactSentence(message)}<br />`,
  );
  return html`<tr>
    <td>${new Date(at).toISOString()}</td>
    <td>${namespace}/${pod}</td>
    <td>${status}</td>
    <td>${reasons}</td>
    <td>${injections.map(buildInjectionDetails)}</td>
  </tr>`;
}

function buildInjectionDetails({ language, container, backend, settings }: Injection): Markup {
  const rows = settings.map(
    ({ name, value, origin }) =>
      html`<tr>
        <td>${name}</td>
        <td>${redact(name, value)}</td>
        <td>${origin}</td>
      </tr>`,
  );
  return html`<details>
    <summary>${language} in ${container}${backend === undefined ? '' : `, ${backend}`}</summary>
    <table>
      ${rows}
    </table>
  </details>`;
}
