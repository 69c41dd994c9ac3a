// What `npm run docs` writes: blocks of pages, made from the code. The text around them is written by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { accessTable, topologyTable } from './docs/access.js';
import { coreFolderTable, folderTable } from './docs/folders.js';
import { presetTable, resolverTable, samplingTable } from './docs/backends.js';
import { capabilityTable, fatalTable, sourceList } from './docs/capabilities.js';
import { diagnosisTable } from './docs/diagnoses.js';
import { metricTable, resultTable, validationTable } from './docs/metrics.js';
import { languageList, optionSections } from './docs/options.js';
import { platformFieldTable, samplingFieldTable } from './docs/platform-fields.js';
import { reasonList } from './docs/reasons.js';
import { datasourceTable, nameTable, pipelineTable, sinceTable, tierTable } from './docs/rendering.js';
import { limitTable, strategyTable } from './docs/sampling.js';

type Blocks = Readonly<Record<string, () => string | Promise<string>>>;

/** The generated blocks of each page, by its path from the root of the repository. */
const PAGES: Readonly<Record<string, Blocks>> = {
  'docs/architecture.md': { folders: folderTable, steps: coreFolderTable },
  'docs/reasons.md': { reasons: reasonList },
  'docs/backends.md': {
    resolver: resolverTable,
    topologies: topologyTable,
    access: accessTable,
    sampling: samplingTable,
    presets: presetTable,
    capabilities: capabilityTable,
    fatal: fatalTable,
    sources: sourceList,
  },
  'docs/configuration.md': {
    options: optionSections,
    languages: languageList,
    metrics: metricTable,
    results: resultTable,
    validations: validationTable,
  },
  'docs/rendering.md': {
    tiers: tierTable,
    pipelines: pipelineTable,
    names: nameTable,
    since: sinceTable,
    datasources: datasourceTable,
  },
  'docs/sampling.md': { strategies: strategyTable, limits: limitTable },
  'docs/verify.md': { diagnoses: diagnosisTable },
  'docs/tracing-platform.md': { fields: platformFieldTable, 'sampling-fields': samplingFieldTable },
};

/** Paths of the pages that have generated blocks. */
export const PAGE_PATHS = Object.keys(PAGES);

/** The text of a page with its blocks made anew, formatted as all pages are. Throws where the page lacks a block. */
export async function pageText(root: string, path: string): Promise<string> {
  const file = join(root, path);
  let text = readFileSync(file, 'utf8');
  for (const [name, make] of Object.entries(PAGES[path] ?? {}))
    text = withBlock(text, { path, name, block: await make() });
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

interface Block {
  readonly path: string;
  readonly name: string;
  readonly block: string;
}

/** A block stands between the comments `NAME: made by npm run docs` and `/NAME`. */
function withBlock(page: string, { path, name, block }: Block): string {
  const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`${path} lacks ${start} or ${end}; write both where the block belongs`);
  return `${page.slice(0, from + start.length)}\n\n${block}\n\n${page.slice(to)}`;
}
