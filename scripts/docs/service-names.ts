import type { StableNameLabel } from '../../src/core/plan/stable-name-label.js';
import { STABLE_NAME_LABELS } from '../../src/core/plan/stable-names.js';
import { formatCode, formatTable } from './markdown.js';

/** The labels that name a service whose owner has another name with each revision or run. */
export const buildStableNameTable = (): string =>
  formatTable(
    ['controller', 'label', 'if the pod has', 'without'],
    STABLE_NAME_LABELS.map((row) => [
      row.system,
      formatCode(row.label),
      formatConditions(row),
      row.added?.says ?? '–',
    ]),
  );

function formatConditions({ beside = {}, run }: StableNameLabel): string {
  const labels = Object.entries(beside).map(([label, values]) =>
    values.length === 0
      ? formatCode(label)
      : `${formatCode(label)} of ${values.map((value) => formatCode(value)).join(' or ')}`,
  );
  const others = run === undefined ? [] : [`another value than in ${formatCode(run)}`];
  return [...labels, ...others].join(' and ') || '–';
}
