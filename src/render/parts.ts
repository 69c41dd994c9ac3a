import { accessOf } from './access.js';
import { collectorObjects } from './collector/objects.js';
import { enabledBackends } from './collector/pipelines.js';
import { dashboardConfigMap, dashboardOf } from './grafana/dashboard.js';
import { datasourceConfigMap } from './grafana/datasources.js';
import { instrumentationObject } from './instrumentation.js';
import type { RenderSettings } from './settings.js';
import { valuesOf } from './values.js';
import { yamlText, yamlTexts, type Commented } from './yaml-text.js';

/** What can be rendered, in the order in which all of it is. */
export const PARTS = [
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
  readonly objects: readonly Commented[];
  /** As a file of its own. */
  readonly text: string;
  /** Name of that file. */
  readonly file: string;
  /** As plain data. */
  readonly data: unknown;
}

type Builder = (settings: RenderSettings) => Omit<RenderedPart, 'part'>;

/** Renders one part of a platform's choice. */
export const renderPart = (part: Part, settings: RenderSettings): RenderedPart => ({
  part,
  ...BUILDERS[part](settings),
});

/**
 * Parts as one text that kubectl applies. What is for a person is commented out, and so is the Instrumentation: in a
 * namespace it goes before the platform's choice, and without the Operator the API server does not know its kind.
 */
export function joinedText(parts: readonly RenderedPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.text;
  return parts
    .map(({ part, text }) => (APPLIED.includes(part) ? `# ${part}\n${text}` : aside(part, text)))
    .join('---\n');
}

const APPLIED: readonly Part[] = ['collector', 'datasources', 'dashboard'];

const aside = (part: Part, text: string): string =>
  `# ${part}\n${part === 'instrumentation' ? `${KEPT_INJECTION}\n` : ''}${commentedOut(text)}`;

const KEPT_INJECTION =
  '# Apply it by itself (render instrumentation), and only where the Operator’s injection is kept: it goes before the platform’s choice.';

const commentedOut = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' || line.startsWith('#') ? line : `# ${line}`))
    .join('\n');

const objectsPart = (objects: readonly Commented[], file: string, whyNot: string): ReturnType<Builder> => ({
  objects,
  file,
  text: objects.length === 0 ? `# ${whyNot}\n` : yamlTexts(objects),
  data: listOf(objects),
});

function listOf(objects: readonly Commented[]): unknown {
  const values = objects.map(({ value }) => value);
  return values.length === 1 ? values[0] : { apiVersion: 'v1', kind: 'List', items: values };
}

const collector: Builder = (settings) => {
  const backend = settings.platform.primary.value;
  const whyNot = `The route is direct: agents send to ${backend} themselves, and there is no Collector.`;
  return objectsPart(collectorObjects(settings), 'collector.yaml', whyNot);
};

const datasources: Builder = (settings) =>
  objectsPart([datasourceConfigMap(settings)], 'datasources.yaml', '');

/** As data it is what Grafana imports by hand. */
const dashboard: Builder = (settings) => {
  const object = dashboardConfigMap(settings);
  const backends = enabledBackends(settings.platform).join(' and ');
  const whyNot = `There is no service map: ${backends} cannot tell who calls whom to Grafana, and without enable_victoria_metrics_k8s_stack no metrics do.`;
  return {
    ...objectsPart(object === undefined ? [] : [object], 'dashboard.yaml', whyNot),
    data: dashboardOf(settings) ?? null,
  };
};

const instrumentation: Builder = ({ platform }) =>
  objectsPart([instrumentationObject(platform)], 'instrumentation.yaml', '');

const values: Builder = (settings) => {
  const charts = valuesOf(settings);
  const documents = charts.map(({ chart, why, values: value }) => ({
    head: `Values for the chart ${chart}. ${why}`,
    value,
  }));
  return {
    objects: [],
    file: 'values.yaml',
    text: documents.length === 0 ? '# No chart needs other values.\n' : documents.map(yamlText).join('---\n'),
    data: Object.fromEntries(charts.map((each) => [each.chart, each.values])),
  };
};

const access: Builder = (settings) => {
  const commands = accessOf(settings);
  const lines = commands.map(({ what, command }) => `# ${what}\n${command}\n`);
  return {
    objects: [],
    file: 'access.sh',
    text: lines.length === 0 ? '# The platform writes out where its backends are.\n' : lines.join('\n'),
    data: commands,
  };
};

const BUILDERS: Readonly<Record<Part, Builder>> = {
  collector,
  datasources,
  dashboard,
  instrumentation,
  values,
  access,
};
