import { AGENTS } from '../../src/core/agents/agents.js';
import { BACKEND_ROWS } from '../../src/core/backends/backends.js';
import type { BackendRow } from '../../src/core/backends/backend.js';
import { BACKENDS, LANGUAGES } from '../../src/core/domain.js';
import { AGENT_IMAGES, TAG_RULES, type ImagePin } from '../../src/core/agent-images.js';
import { PINS, type NamedPin } from '../../src/core/pins.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** The default images, with the languages that have them. */
export const buildAgentTable = (): string =>
  formatTable(
    ['languages', 'image', 'source', 'checked on', 'note'],
    Object.values<ImagePin>(AGENT_IMAGES).map(({ image, source, date, note = '' }) => [
      formatCodes(LANGUAGES.filter((language) => AGENTS[language].files?.image === image)),
      formatCode(image),
      formatSource(source),
      date,
      note,
    ]),
  );

/** When the tags of agents are written, by the languages. */
export const buildTagTable = (): string =>
  formatTable(
    ['languages', 'the tag is', 'sources'],
    Object.entries(TAG_RULES).map(([rule, { says, sources }]) => [
      formatCodes(
        LANGUAGES.filter((language) =>
          Object.values<ImagePin>(AGENT_IMAGES).some(
            ({ image, tag }) => tag === rule && AGENTS[language].files?.image === image,
          ),
        ),
      ),
      says,
      sources.map(formatSource).join(', '),
    ]),
  );

/** What is run, compared with or required. */
export const buildPinTable = (): string =>
  formatTable(
    ['what', 'version', 'for', 'source', 'checked on'],
    Object.values<NamedPin>(PINS).map(({ title, version, use, source, date }) => [
      title,
      version,
      use,
      formatSource(source),
      date,
    ]),
  );

/** The versions of charts whose Services and ports are known. */
export const buildChartTable = (): string =>
  formatTable(
    ['backend', 'chart by default', 'other charts that are known', 'charts and what was read of them'],
    BACKENDS.map((backend) => {
      const { chart, otherCharts, charts }: BackendRow = BACKEND_ROWS[backend];
      const read = Object.entries(charts).map(([name, { source }]) => `${name}${source}`);
      return [formatCode(backend), formatCode(chart), formatCodes(otherCharts), read.join('; ')];
    }),
  );

/** A link whose text is the address without what all addresses begin with. */
const formatSource = (source: string): string => `[${source.replace('https://', '')}](${source})`;
