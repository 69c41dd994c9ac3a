import { AGENTS } from '../../src/core/agents/agents.js';
import { MEBIBYTE, type AgentMemory } from '../../src/core/agents/agent.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { formatCode, formatTable } from './markdown.js';

/** The memory limit that a container needs with the agent of each language, and where that is from. */
export const buildMemoryTable = (): string =>
  formatTable(
    ['language', 'refused below', 'tight below', 'adds to other agents', 'source'],
    LANGUAGES.map((language) => [formatCode(language), ...formatRow(AGENTS[language].memory)]),
  );

function formatRow(memory: AgentMemory | undefined): readonly string[] {
  if (memory === undefined) return ['–', '–', '–', 'not checked'];
  const { least, ample, share, source } = memory;
  return [...[least, ample, share].map(formatMebibytes), source];
}

const formatMebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? '–' : `${(bytes / MEBIBYTE).toString()}Mi`;
