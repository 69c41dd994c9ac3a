import { AGENTS } from '../../src/core/agents/agents.js';
import { LANGUAGES, type Language } from '../../src/core/domain.js';
import { formatCodes, formatTable } from './markdown.js';

/**
 * For which CPU architectures the default image of each agent is built, where that is known; languages with the same ones
 * share a row.
 */
export function buildArchitectureTable(): string {
  const rows = new Map<string, Language[]>();
  for (const language of LANGUAGES) {
    const known = AGENTS[language].files?.architectures;
    if (known === undefined) continue;
    const architectures = formatCodes(known);
    rows.set(architectures, [...(rows.get(architectures) ?? []), language]);
  }
  return formatTable(
    ['architectures', 'languages'],
    [...rows].map(([architectures, languages]) => [architectures, formatCodes(languages)]),
  );
}
