import { DIAGNOSES } from '../../src/verify/diagnoses/index.js';
import { HOPS, type Hop, type Row } from '../../src/verify/diagnoses/row.js';
import { code, table } from './markdown.js';

const NAMES: Readonly<Record<Hop, string>> = {
  send: 'sending',
  store: 'between',
  query: 'reading',
};

/** What verify tells, hop by hop: code, meaning and mend. */
export function diagnosisTable(): string {
  const rows = Object.entries<Row>(DIAGNOSES).map(([name, { hops, says, mend }]) => [
    code(name),
    HOPS.filter((hop) => hops.includes(hop))
      .map((hop) => NAMES[hop])
      .join(', '),
    says,
    mend.replaceAll('<', '&lt;'),
  ]);
  return table(['diagnosis', 'hop', 'means', 'what to do'], rows);
}
