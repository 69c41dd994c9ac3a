import { BACKENDS, EXPORTERS, LANGUAGES, PROPAGATORS, PROTOCOLS, SAMPLERS } from '../../src/core/domain.js';
import { ACCESS, CAPABILITIES, type Capabilities } from '../../src/core/resolve/capabilities.js';
import { PRESETS } from '../../src/core/backends/presets.js';
import { code, codes, table } from './markdown.js';

/** What each agent can be told: one row per value, one column per language. */
export function capabilityTable(): string {
  const rows = (
    what: string,
    values: readonly string[],
    of: (capabilities: Capabilities) => readonly string[],
  ): readonly (readonly string[])[] =>
    values.map((value) => [
      what,
      code(value),
      ...LANGUAGES.map((language) => (of(CAPABILITIES[language]).includes(value) ? 'yes' : '–')),
    ]);
  return table(
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
export function fatalTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    Object.entries(CAPABILITIES[language].fatal).map(([name, values]) => [
      code(language),
      code(name),
      codes(values),
    ]),
  );
  return table(['language', 'variable', 'values'], rows);
}

/** Where capabilities and presets were read. */
export function sourceList(): string {
  return [
    ...LANGUAGES.map((language) => `- ${code(language)}: ${CAPABILITIES[language].source}`),
    ...BACKENDS.map((backend) => `- ${code(backend)}: ${PRESETS[backend].source}`),
  ].join('\n');
}
