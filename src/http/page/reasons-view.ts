import { REASON_CODES, REASONS } from '../../core/reasons.js';
import { buildPage, buildTable } from './layout.js';
import { html, type Markup } from './markup.js';

/** Every reason code with its sentence and what to do about it. */
export function buildReasonsPage(): string {
  const rows = REASON_CODES.map((code) => {
    const { kind, summary, remedy } = REASONS[code];
    return html`<tr id="${code}">
      <th scope="row">${code}</th>
      <td>${kind}</td>
      <td class="text">${summary}</td>
      <td class="text">${remedy}</td>
    </tr>`;
  });
  return buildPage(
    'Reasons',
    '/reasons',
    html`<p>What can be said of a pod that asked for tracing, and what to do about it.</p>
      ${buildTable({ caption: 'Every reason', columns: ['Code', 'Kind', 'Meaning', 'Remedy'] }, rows)}`,
  );
}

/** A code that leads to its row. */
export const buildReasonLink = (code: string): Markup => html`<a href="/reasons#${code}">${code}</a>`;
