import { DIAGNOSES } from '../../src/verify/diagnoses/index.js';
import { HOPS, type Hop, type DiagnosisRow } from '../../src/verify/diagnoses/row.js';
import { formatCode, formatTable } from './markdown.js';

const NAMES: Readonly<Record<Hop, string>> = {
  send: 'sending',
  store: 'between',
  query: 'reading',
};

/** What verify tells, hop by hop: code, meaning and remedy. */
export function buildDiagnosisTable(): string {
  const rows = Object.entries<DiagnosisRow>(DIAGNOSES).map(([name, { hops, summary, remedy }]) => [
    formatCode(name),
    HOPS.filter((hop) => hops.includes(hop))
      .map((hop) => NAMES[hop])
      .join(', '),
    summary,
    remedy.replaceAll('<', '&lt;'),
  ]);
  return formatTable(['diagnosis', 'hop', 'means', 'what to do'], rows);
}
