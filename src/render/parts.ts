import type { Route } from '../core/domain.js';
import { listAccessCommands } from './access-commands.js';
import { buildMonitoringObjects } from './collector/monitoring.js';
import { buildCollectorObjects } from './collector/objects.js';
import { listReceivingBackends } from '../core/platform/platform.js';
import { buildDashboardConfigMap, buildDashboard } from './grafana/dashboard.js';
import { buildDatasourceConfigMap, describeUnseenBackends } from './grafana/datasources.js';
import { buildInstrumentation } from './operator-instrumentation.js';
import { buildTracingPlatform } from './platform-object.js';
import { listImages } from './images.js';
import { buildNamespaces } from './namespaces.js';
import type { RenderSettings } from './settings.js';
import { buildChartValues } from './values.js';
import { formatYaml, formatYamlDocuments, type CommentedDocument } from './yaml-text.js';
import type { Part } from './choices.js';

/** One part, rendered. */
export interface RenderedPart {
  readonly part: Part;
  /** Objects for the cluster; none for parts that a person reads. */
  readonly objects: readonly CommentedDocument[];
  /** The Namespaces of those objects, which must exist first. */
  readonly namespaces: readonly CommentedDocument[];
  /** The text of its file after the Namespaces. */
  readonly body: string;
  /** Name of that file. */
  readonly file: string;
  /** As plain data, Namespaces among it. */
  readonly data: unknown;
}

/** Names of the files. */
export const PART_FILES = {
  platform: 'platform.yaml',
  collector: 'collector.yaml',
  monitoring: 'monitoring.yaml',
  datasources: 'datasources.yaml',
  dashboard: 'dashboard.yaml',
  instrumentation: 'instrumentation.yaml',
  values: 'values.yaml',
  access: 'access.sh',
  images: 'images.yaml',
} as const satisfies Readonly<Record<Part, string>>;

type PartBuilder = (settings: RenderSettings) => Omit<RenderedPart, 'part'>;

/** Renders one part of a platform's choice. */
export const renderPart = (part: Part, settings: RenderSettings): RenderedPart => ({
  part,
  ...BUILDERS[part](settings),
});

/** One part as a file of its own. */
export const formatPart = ({ namespaces, body }: RenderedPart): string =>
  [...namespaces.map(formatYaml), body].join('---\n');

/**
 * Parts as one text that kubectl can apply to an empty cluster: each Namespace once, and first. Parts for a person are
 * commented out. So are objects whose definitions a cluster may lack: the TracingPlatform, and the Instrumentation,
 * which in its namespace also takes precedence over the platform's choice.
 */
export function joinParts(parts: readonly RenderedPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return formatPart(only);
  const applied = parts.filter(({ part }) => APPLIED.includes(part));
  const namespaces = new Set(applied.flatMap((part) => part.namespaces.map(formatYaml)));
  return [
    ...namespaces,
    ...parts.map(({ part, body }) =>
      APPLIED.includes(part) ? `# ${part}\n${body}` : commentOutPart(part, body),
    ),
  ].join('---\n');
}

const APPLIED: readonly Part[] = ['collector', 'datasources', 'dashboard'];

function commentOutPart(part: Part, text: string): string {
  const remark = WHY_COMMENTED_OUT[part];
  return `# ${part}\n${remark === undefined ? '' : `# ${remark}\n`}${commentOutLines(text)}`;
}

/** For objects whose definitions a cluster may lack, or that it may not want. */
const WHY_COMMENTED_OUT: Readonly<Partial<Record<Part, string>>> = {
  platform:
    'Apply it separately (render platform), once the CustomResourceDefinitions of the webhook are installed.',
  monitoring:
    'Apply it separately (render monitoring), once the metrics stack is installed, which brings its CustomResourceDefinitions.',
  instrumentation:
    'Apply it separately (render instrumentation), and only if you keep the Operator’s injection: it takes precedence over the platform’s choice.',
};

const commentOutLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' || line.startsWith('#') ? line : `# ${line}`))
    .join('\n');

interface ObjectsFile {
  readonly file: string;
  /** Why there are no objects, where there are none. */
  readonly whyNot?: string;
}

function buildObjectsPart(
  objects: readonly CommentedDocument[],
  { file, whyNot = '' }: ObjectsFile,
  { createsNamespaces }: RenderSettings,
): ReturnType<PartBuilder> {
  const namespaces = createsNamespaces ? buildNamespaces(objects) : [];
  return {
    objects,
    namespaces,
    file,
    body: objects.length === 0 ? `# ${whyNot}\n` : formatYamlDocuments(objects),
    data: buildObjectList([...namespaces, ...objects]),
  };
}

function buildObjectList(objects: readonly CommentedDocument[]): unknown {
  const values = objects.map(({ value }) => value);
  return values.length === 1 ? values[0] : { apiVersion: 'v1', kind: 'List', items: values };
}

const renderPlatform: PartBuilder = (settings) =>
  buildObjectsPart([buildTracingPlatform(settings.spec)], { file: PART_FILES.platform }, settings);

const renderCollector: PartBuilder = (settings) => {
  const whyNot = describeMissingCollector(settings);
  return buildObjectsPart(buildCollectorObjects(settings), { file: PART_FILES.collector, whyNot }, settings);
};

const describeMissingCollector = ({ platform }: RenderSettings): string =>
  `The route is direct: agents send to ${platform.primary.value} themselves, and there is no Collector.`;

const renderMonitoring: PartBuilder = (settings) => {
  const whyNot =
    settings.platform.route.value === 'direct'
      ? describeMissingCollector(settings)
      : 'Nothing reads the metrics of the Collector: no flag enables a metrics stack, as enable_victoria_metrics_k8s_stack does.';
  return buildObjectsPart(
    buildMonitoringObjects(settings),
    { file: PART_FILES.monitoring, whyNot },
    settings,
  );
};

const renderDatasources: PartBuilder = (settings) => {
  const object = buildDatasourceConfigMap(settings);
  const whyNot = describeUnseenBackends(settings) ?? '';
  return buildObjectsPart(
    object === undefined ? [] : [object],
    { file: PART_FILES.datasources, whyNot },
    settings,
  );
};

/** As data, it is the dashboard that one imports into Grafana by hand. */
const renderDashboard: PartBuilder = (settings) => {
  const object = buildDashboardConfigMap(settings);
  const backends = listReceivingBackends(settings.platform).join(' and ');
  const whyNot = `There is no service map: ${backends} cannot tell who calls whom to Grafana, and ${NO_METRICS[settings.platform.route.value]}.`;
  return {
    ...buildObjectsPart(
      object === undefined ? [] : [object],
      { file: PART_FILES.dashboard, whyNot },
      settings,
    ),
    data: buildDashboard(settings) ?? null,
  };
};

/** Why no metrics are made of traces. */
const NO_METRICS: Readonly<Record<Route, string>> = {
  collector: 'without a metrics stack, as by enable_victoria_metrics_k8s_stack, no metrics do',
  direct: 'without a Collector there are no metrics that do',
};

const renderInstrumentation: PartBuilder = (settings) => {
  const { head = '', ...object } = buildInstrumentation(settings.platform);
  const all = settings.hasOperator ? head : `${NO_OPERATOR}\n${head}`;
  return buildObjectsPart([{ ...object, head: all }], { file: PART_FILES.instrumentation }, settings);
};

const NO_OPERATOR =
  'enable_opentelemetry_operator is off: this is useful only if the cluster has the Operator anyway.';

/** Of what a person reads. */
const NO_OBJECTS = { objects: [], namespaces: [] } as const;

const renderValues: PartBuilder = (settings) => {
  const charts = buildChartValues(settings);
  const documents = charts.map(({ chart, why, values: value }) => ({
    head: `Values for the chart ${chart}. ${why}`,
    value,
  }));
  const body =
    documents.length === 0 ? '# No chart needs other values.\n' : documents.map(formatYaml).join('---\n');
  const data = Object.fromEntries(charts.map((each) => [each.chart, each.values]));
  return { ...NO_OBJECTS, file: PART_FILES.values, body, data };
};

const renderAccess: PartBuilder = (settings) => {
  const commands = listAccessCommands(settings);
  const lines = commands.map(({ what, command }) => `# ${what}\n${command}\n`);
  const body = lines.length === 0 ? '# The platform writes out where its backends are.\n' : lines.join('\n');
  return { ...NO_OBJECTS, file: PART_FILES.access, body, data: commands };
};

const renderImages: PartBuilder = (settings) => {
  const data = listImages(settings);
  return { ...NO_OBJECTS, file: PART_FILES.images, body: formatYaml({ value: data, head: IMAGES }), data };
};

const IMAGES = 'What the cluster pulls. The command of look prints the images that a chart sets itself.';

const BUILDERS: Readonly<Record<Part, PartBuilder>> = {
  platform: renderPlatform,
  collector: renderCollector,
  monitoring: renderMonitoring,
  datasources: renderDatasources,
  dashboard: renderDashboard,
  instrumentation: renderInstrumentation,
  values: renderValues,
  access: renderAccess,
  images: renderImages,
};
