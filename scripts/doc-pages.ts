// What `npm run docs` writes: blocks of pages, made from the code. The text around them is written by hand.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { buildAccessTable, buildTopologyTable } from './docs/access.js';
import { buildAnnotationTable } from './docs/annotations.js';
import { buildArchitectureTable } from './docs/architectures.js';
import { buildCoreFolderTable, buildFolderTable } from './docs/folders.js';
import {
  buildEnvironmentTable,
  buildPresetTable,
  buildResolverTable,
  buildSamplingTable,
} from './docs/backends.js';
import {
  buildCapabilityTable,
  buildSourceList,
  buildInstrumentationTable,
  buildSwitchTable,
  buildVariableTable,
} from './docs/capabilities.js';
import { buildBoundTable, buildLengthTable } from './docs/bounds.js';
import { buildChartValueTable } from './docs/chart-values.js';
import { buildChartImageTable, buildImageTable } from './docs/images.js';
import { buildDiagnosisTable } from './docs/diagnoses.js';
import { buildCheckTable } from './docs/doctor.js';
import { buildInstrumentationFieldTable } from './docs/instrumentation-fields.js';
import { buildMetricTable, buildResultTable, buildValidationTable } from './docs/metrics.js';
import { buildWebhookAlertTable } from './docs/monitoring.js';
import { buildHelpSections, buildLanguageList, buildOptionSections } from './docs/options.js';
import { buildPlatformFieldTable, buildSamplingFieldTable } from './docs/platform-fields.js';
import { buildInjectReasonList, buildReasonList } from './docs/reasons.js';
import {
  buildAlertTable,
  buildDatasourceTable,
  buildNameTable,
  buildPipelineTable,
  buildSinceTable,
  buildTierTable,
} from './docs/rendering.js';
import { buildMemoryTable } from './docs/memory.js';
import { buildStableNameTable } from './docs/service-names.js';
import { buildTemplateKindTable } from './docs/template-kinds.js';
import { buildLimitTable, buildStrategyTable } from './docs/sampling.js';
import { buildAgentTable, buildChartTable, buildPinTable, buildTagTable } from './docs/versions.js';

type BlockMakers = Readonly<Record<string, () => string | Promise<string>>>;

/** The generated blocks of each page, by its path from the root of the repository. */
const PAGES: Readonly<Record<string, BlockMakers>> = {
  'README.md': { annotations: buildAnnotationTable },
  'SECURITY.md': { bounds: buildBoundTable },
  'docs/air-gap.md': { images: buildImageTable, charts: buildChartImageTable },
  'docs/architecture.md': { folders: buildFolderTable, steps: buildCoreFolderTable },
  'docs/architectures.md': { architectures: buildArchitectureTable },
  'docs/precedence.md': { 'stable names': buildStableNameTable },
  'docs/reasons.md': { reasons: buildReasonList, 'inject reasons': buildInjectReasonList },
  'docs/backends.md': {
    resolver: buildResolverTable,
    topologies: buildTopologyTable,
    access: buildAccessTable,
    sampling: buildSamplingTable,
    presets: buildPresetTable,
    capabilities: buildCapabilityTable,
    variables: buildVariableTable,
    switches: buildSwitchTable,
    instrumentations: buildInstrumentationTable,
    sources: buildSourceList,
  },
  'docs/cli.md': { help: buildHelpSections },
  'docs/doctor.md': { checks: buildCheckTable },
  'docs/configuration.md': {
    options: buildOptionSections,
    kinds: buildTemplateKindTable,
    languages: buildLanguageList,
    metrics: buildMetricTable,
    results: buildResultTable,
    validations: buildValidationTable,
    lengths: buildLengthTable,
  },
  'docs/rendering.md': {
    tiers: buildTierTable,
    pipelines: buildPipelineTable,
    alerts: buildAlertTable,
    names: buildNameTable,
    since: buildSinceTable,
    datasources: buildDatasourceTable,
  },
  'docs/monitoring.md': { alerts: buildWebhookAlertTable },
  'docs/memory.md': { agents: buildMemoryTable },
  'docs/sampling.md': { strategies: buildStrategyTable, limits: buildLimitTable },
  'docs/helm.md': { values: buildChartValueTable },
  'docs/verify.md': { diagnoses: buildDiagnosisTable },
  'docs/versions.md': {
    images: buildAgentTable,
    tags: buildTagTable,
    pins: buildPinTable,
    charts: buildChartTable,
  },
  'docs/tracing-platform.md': {
    environments: buildEnvironmentTable,
  },
  'docs/reference.md': {
    fields: buildPlatformFieldTable,
    'sampling-fields': buildSamplingFieldTable,
    'instrumentation-fields': buildInstrumentationFieldTable,
  },
};

/** Paths of the pages that have generated blocks. */
export const PAGE_PATHS = Object.keys(PAGES);

/** The text of a page with its blocks made anew, formatted as all pages are. Throws where the page lacks a block. */
export async function buildPageText(root: string, path: string): Promise<string> {
  const file = join(root, path);
  let text = readFileSync(file, 'utf8');
  for (const [name, make] of Object.entries(PAGES[path] ?? {}))
    text = replaceBlock(text, { path, name, block: await make() });
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

interface PageBlock {
  readonly path: string;
  readonly name: string;
  readonly block: string;
}

/** A block stands between the comments `NAME: made by npm run docs` and `/NAME`. */
function replaceBlock(page: string, { path, name, block }: PageBlock): string {
  const [start, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`${path} lacks ${start} or ${end}; write both where the block belongs`);
  return `${page.slice(0, from + start.length)}\n\n${block}\n\n${page.slice(to)}`;
}
