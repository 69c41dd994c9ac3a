import type { Fields } from '../../core/json.js';
import { moveImage } from '../../core/kubernetes/image-reference.js';
import type { Platform } from '../../core/platform/platform.js';
import {
  collectComponents,
  collectExtensions,
  KINDS,
  getComponentType,
  type Component,
  type ComponentKind,
  type Pipeline,
} from './component.js';
import { hasComponent } from './distributions.js';
import type { Comment } from '../yaml-text.js';
import { METRICS_PORT } from './tier-names.js';

/** A Collector's configuration as plain data, and what is said beside it. */
export interface CollectorConfig {
  readonly config: Fields;
  readonly comments: readonly Comment[];
}

const HEALTH_CHECK: Component = {
  kind: 'extensions',
  id: 'health_check',
  config: { endpoint: '0.0.0.0:13133' },
};

/** Own metrics, the same in every version: `address` is ignored since 0.123. The Operator writes them by itself. */
const OWN_METRICS = {
  telemetry: {
    metrics: {
      readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: METRICS_PORT.port } } } }],
    },
  },
};

/** Writes pipelines as a configuration in which every component that is named is there, and none that is not. */
export function buildCollectorConfig(
  pipelines: readonly Pipeline[],
  withOwnMetrics: boolean,
): CollectorConfig {
  const extensions = [HEALTH_CHECK, ...collectExtensions(pipelines)];
  const components = [...extensions, ...collectComponents(pipelines)];
  const sections = KINDS.map((kind) => [kind, buildComponentSection(components, kind)] as const);
  const config = {
    ...Object.fromEntries(sections.filter(([, section]) => Object.keys(section).length > 0)),
    service: {
      extensions: extensions.map(({ id }) => id),
      ...(withOwnMetrics ? OWN_METRICS : {}),
      pipelines: Object.fromEntries(
        pipelines.map((pipeline) => [pipeline.id, buildPipelineConfig(pipeline)]),
      ),
    },
  };
  return { config, comments: buildComments(components) };
}

const buildComponentSection = (components: readonly Component[], kind: ComponentKind): Fields =>
  Object.fromEntries(
    components.filter((component) => component.kind === kind).map(({ id, config }) => [id, config]),
  );

function buildPipelineConfig({
  receivers,
  processors,
  exporters,
}: Pipeline): Readonly<Record<string, readonly string[]>> {
  const ids = (components: readonly Component[]): readonly string[] => components.map(({ id }) => id);
  return {
    receivers: ids(receivers),
    ...(processors.length === 0 ? {} : { processors: ids(processors) }),
    exporters: ids(exporters),
  };
}

/** What is said of components, once. */
function buildComments(components: readonly Component[]): readonly Comment[] {
  const said = components.flatMap(({ kind, id, comment }) =>
    comment === undefined ? [] : [[comment, [kind, id]] as const],
  );
  // The first of a kind is the one that is kept.
  return [...new Map(said.toReversed())].toReversed().map(([text, path]) => ({ path, text }));
}

/** The image that has every component of pipelines, the smaller one where it does, in the registry of the platform. */
export function resolveCollectorImage(pipelines: readonly Pipeline[], platform: Platform): string {
  const image = chooseImage(pipelines, platform.collector.version);
  const registry = platform.images?.registry;
  return registry === undefined ? image : moveImage(image, registry);
}

/** That image where it is published. */
export function chooseImage(pipelines: readonly Pipeline[], version: string): string {
  const small = 'otel/opentelemetry-collector-k8s';
  const isEnough = collectComponents(pipelines).every(
    (component) => hasComponent(small, component.kind, getComponentType(component)) === true,
  );
  return `${isEnough ? small : 'otel/opentelemetry-collector-contrib'}:${version}`;
}
