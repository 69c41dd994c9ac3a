import { listAccessCommands } from './access-commands.js';
import { buildCollectorObjects } from './collector/objects.js';
import { listEnabledBackends } from '../core/platform/platform.js';
import { buildDashboardConfigMap, buildDashboard } from './grafana/dashboard.js';
import { buildDatasourceConfigMap, describeUnseenBackends } from './grafana/datasources.js';
import { buildInstrumentation } from './operator-instrumentation.js';
import { buildTracingPlatform } from './platform-object.js';
import type { RenderSettings } from './settings.js';
import { buildChartValues } from './values.js';
import { formatYaml, formatYamlDocuments, type CommentedDocument } from './yaml-text.js';

/** What can be rendered, in the order in which all of it is. */
export const PARTS = [
  'platform',
  'collector',
  'datasources',
  'dashboard',
  'instrumentation',
  'values',
  'access',
] as const;
export type Part = (typeof PARTS)[number];

/** Parts that a person reads; the others are objects for the cluster. */
export const FOR_PERSONS: readonly Part[] = ['values', 'access'];

/** One part, rendered. */
export interface RenderedPart {
  readonly part: Part;
  /** Objects for the cluster; none for what a person reads. */
  readonly objects: readonly CommentedDocument[];
  /** As a file of its own. */
  readonly text: string;
  /** Name of that file. */
  readonly file: string;
  /** As plain data. */
  readonly data: unknown;
}

type PartBuilder = (settings: RenderSettings) => Omit<RenderedPart, 'part'>;

/** Renders one part of a platform's choice. */
export const renderPart = (part: Part, settings: RenderSettings): RenderedPart => ({
  part,
  ...BUILDERS[part](settings),
});

/**
 * Parts as one text that kubectl applies. What is for a person is commented out, and so is what a cluster need not know: the
 * TracingPlatform, and the Instrumentation, which in a namespace goes before the platform's choice.
 */
export function joinParts(parts: readonly RenderedPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.text;
  return parts
    .map(({ part, text }) => (APPLIED.includes(part) ? `# ${part}\n${text}` : commentOutPart(part, text)))
    .join('---\n');
}

const APPLIED: readonly Part[] = ['collector', 'datasources', 'dashboard'];

function commentOutPart(part: Part, text: string): string {
  const remark = WHY_COMMENTED_OUT[part];
  return `# ${part}\n${remark === undefined ? '' : `# ${remark}\n`}${commentOutLines(text)}`;
}

/** Of objects that a cluster need not know, or want. */
const WHY_COMMENTED_OUT: Readonly<Partial<Record<Part, string>>> = {
  platform:
    'Apply it by itself (render platform), once the CustomResourceDefinitions of the webhook are installed.',
  instrumentation:
    'Apply it by itself (render instrumentation), and only where the Operator’s injection is kept: it goes before the platform’s choice.',
};

const commentOutLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' || line.startsWith('#') ? line : `# ${line}`))
    .join('\n');

const buildObjectsPart = (
  objects: readonly CommentedDocument[],
  file: string,
  whyNot: string,
): ReturnType<PartBuilder> => ({
  objects,
  file,
  text: objects.length === 0 ? `# ${whyNot}\n` : formatYamlDocuments(objects),
  data: buildObjectList(objects),
});

function buildObjectList(objects: readonly CommentedDocument[]): unknown {
  const values = objects.map(({ value }) => value);
  return values.length === 1 ? values[0] : { apiVersion: 'v1', kind: 'List', items: values };
}

const renderPlatform: PartBuilder = ({ spec }) =>
  buildObjectsPart([buildTracingPlatform(spec)], 'platform.yaml', '');

const renderCollector: PartBuilder = (settings) => {
  const backend = settings.platform.primary.value;
  const whyNot = `The route is direct: agents send to ${backend} themselves, and there is no Collector.`;
  return buildObjectsPart(buildCollectorObjects(settings), 'collector.yaml', whyNot);
};

const renderDatasources: PartBuilder = (settings) => {
  const object = buildDatasourceConfigMap(settings);
  const whyNot = describeUnseenBackends(settings) ?? '';
  return buildObjectsPart(object === undefined ? [] : [object], 'datasources.yaml', whyNot);
};

/** As data it is what Grafana imports by hand. */
const renderDashboard: PartBuilder = (settings) => {
  const object = buildDashboardConfigMap(settings);
  const backends = listEnabledBackends(settings.platform).join(' and ');
  const whyNot = `There is no service map: ${backends} cannot tell who calls whom to Grafana, and without a metrics stack, as by enable_victoria_metrics_k8s_stack, no metrics do.`;
  return {
    ...buildObjectsPart(object === undefined ? [] : [object], 'dashboard.yaml', whyNot),
    data: buildDashboard(settings) ?? null,
  };
};

const renderInstrumentation: PartBuilder = ({ platform }) =>
  buildObjectsPart([buildInstrumentation(platform)], 'instrumentation.yaml', '');

const renderValues: PartBuilder = (settings) => {
  const charts = buildChartValues(settings);
  const documents = charts.map(({ chart, why, values: value }) => ({
    head: `Values for the chart ${chart}. ${why}`,
    value,
  }));
  return {
    objects: [],
    file: 'values.yaml',
    text:
      documents.length === 0 ? '# No chart needs other values.\n' : documents.map(formatYaml).join('---\n'),
    data: Object.fromEntries(charts.map((each) => [each.chart, each.values])),
  };
};

const renderAccess: PartBuilder = (settings) => {
  const commands = listAccessCommands(settings);
  const lines = commands.map(({ what, command }) => `# ${what}\n${command}\n`);
  return {
    objects: [],
    file: 'access.sh',
    text: lines.length === 0 ? '# The platform writes out where its backends are.\n' : lines.join('\n'),
    data: commands,
  };
};

const BUILDERS: Readonly<Record<Part, PartBuilder>> = {
  platform: renderPlatform,
  collector: renderCollector,
  datasources: renderDatasources,
  dashboard: renderDashboard,
  instrumentation: renderInstrumentation,
  values: renderValues,
  access: renderAccess,
};
