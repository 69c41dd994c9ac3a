import { isMember } from '../../core/domain.js';
import { REASON_CODES } from '../../core/reasons.js';
import type { DifferenceLine } from '../../text/difference.js';
import { LARGEST_MANIFEST } from '../bounds.js';
import { buildInjection, buildStatus } from './decisions-view.js';
import type { InspectedDifference, InspectedInjection, InspectedObject, Inspection } from './inspection.js';
import { buildPage } from './layout.js';
import { html, type Markup } from './markup.js';
import { buildReasonLink } from './reasons-view.js';
import { buildRoute } from './route-view.js';

/** The form of the inspector. */
export const buildInspectorPage = (): string =>
  buildPage(
    'Pod inspector',
    '/inspect',
    html`<p>
        Paste a pod or a workload to see what the webhook would do to it, why, and where its traces go.
        Nothing is created, kept or logged. Objects beside it, as a Namespace or an Instrumentation, hold
        before those of the cluster.
      </p>
      ${FORM}`,
  );

const FORM = html`<form method="post" action="/inspect" aria-label="Manifest to inspect">
  <div class="wide">
    <label for="manifest">Manifest</label>
    <textarea
      id="manifest"
      name="manifest"
      required
      spellcheck="false"
      aria-describedby="manifest-hint"
    ></textarea>
    <p id="manifest-hint" class="quiet">YAML or JSON, at most ${LARGEST_MANIFEST / 1024} KiB.</p>
  </div>
  <div>
    <label for="namespace">Namespace of objects that name none</label>
    <input id="namespace" name="namespace" value="default" maxlength="63" autocomplete="off" />
  </div>
  <button type="submit">Inspect</button>
</form>`;

/** Why a form was not inspected, and what to do. */
export const buildRefusedPage = (sentence: string): string =>
  buildPage(
    'Not inspected',
    '/inspect',
    html`<p class="problem" role="alert">${sentence}</p>
      ${WAY_BACK}`,
  );

const WAY_BACK = html`<p>
  Go back to change the text, which your browser keeps, or <a href="/inspect">begin anew</a>.
</p>`;

/** What an inspection has found. The pasted text is not shown again, only what changes in it. */
export function buildInspectionPage(inspection: Inspection): string {
  if (inspection.kind === 'refused')
    return buildPage(
      'Not inspected',
      '/inspect',
      html`<div role="alert">
          <p class="problem">The manifest cannot be read:</p>
          <ul>
            ${inspection.issues.map(({ path, message }) => html`<li>${path}: ${message}</li>`)}
          </ul>
        </div>
        ${WAY_BACK}`,
    );
  const { objects, differences, notes } = inspection;
  return buildPage(
    'Inspected',
    '/inspect',
    html`${WAY_BACK} ${notes.map((note) => html`<p>${note}</p>`)} ${objects.map(buildObject)}
    ${differences.length === 0 ? '' : html`<h2>What would change</h2>`} ${differences.map(buildDifference)}`,
  );
}

const buildObject = ({ title, status, verdict, reasons, injections }: InspectedObject): Markup =>
  html`<section>
    <h2>${title}</h2>
    <p>${buildStatus(status, verdict)}</p>
    ${reasons.map(
      ({ code, kind, text, remedy }) =>
        html`<p>${kind} ${buildCode(code)}: ${text} <span class="quiet">${remedy}</span></p>`,
    )}
    ${injections.map(buildInspectedInjection)}
  </section>`;

const buildCode = (code: string): string | Markup =>
  isMember(REASON_CODES, code) ? buildReasonLink(code) : code;

const buildInspectedInjection = ({ injection, route }: InspectedInjection): Markup =>
  html`${route.length === 0 ? '' : buildRoute(`Route of ${injection.language} in ${injection.container}`, route)}
  ${buildInjection(injection)}`;

const buildDifference = ({ name, lines }: InspectedDifference): Markup =>
  html`<h3>${name}</h3>
    <div class="scroll" role="region" aria-label="Changes of ${name}" tabindex="0">
      <pre>${lines.map(buildLine)}</pre>
    </div>`;

const buildLine = ({ kind, text }: DifferenceLine): Markup =>
  html`<span class="${kind}">${text}${LINE_BREAK}</span>`;

const LINE_BREAK: Markup = { markup: '\n' };
