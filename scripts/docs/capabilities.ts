import { BACKENDS, EXPORTERS, LANGUAGES, PROPAGATORS, PROTOCOLS, SAMPLERS } from '../../src/core/domain.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { ACCESS, type Capabilities } from '../../src/core/agents/agent.js';
import { PRESETS } from '../../src/core/backends/presets.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** What each agent can be told: one row per value, one column per language. */
export function buildCapabilityTable(): string {
  const rows = (
    what: string,
    values: readonly string[],
    of: (capabilities: Capabilities) => readonly string[],
  ): readonly (readonly string[])[] =>
    values.map((value) => [
      what,
      formatCode(value),
      ...LANGUAGES.map((language) => (of(AGENTS[language].capabilities).includes(value) ? 'yes' : '–')),
    ]);
  return formatTable(
    ['', 'value', ...LANGUAGES],
    [
      ...rows('exporter', EXPORTERS, ({ exporters }) => exporters),
      ...rows('protocol', PROTOCOLS, ({ protocols }) => protocols),
      ...rows('sampler', SAMPLERS, ({ samplers }) => samplers),
      ...rows('propagator', PROPAGATORS, ({ propagators }) => propagators),
      ...rows('directly', ACCESS, ({ access }) => access),
    ],
  );
}

/** Values of a container with which an agent does not start; the language is skipped there. */
export function buildFatalTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    Object.entries(AGENTS[language].capabilities.fatal).map(([name, values]) => [
      formatCode(language),
      formatCode(name),
      formatCodes(values),
    ]),
  );
  return formatTable(['language', 'variable', 'values'], rows);
}

/** Where capabilities and presets were read. */
export function buildSourceList(): string {
  return [
    ...LANGUAGES.map((language) => `- ${formatCode(language)}: ${AGENTS[language].capabilities.source}`),
    ...BACKENDS.map((backend) => `- ${formatCode(backend)}: ${PRESETS[backend].source}`),
  ].join('\n');
}
