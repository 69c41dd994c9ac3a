import type { Fields } from '../../core/json.js';
import type { EnvVar } from '../../core/kubernetes/pod.js';

/** Sections of a Collector's configuration that hold components, in the order in which they are written. */
export const KINDS = ['extensions', 'receivers', 'processors', 'connectors', 'exporters'] as const;
export type ComponentKind = (typeof KINDS)[number];

/** A part of a Collector with its configuration; a pipeline holds the part itself, so none can name one that is not. */
export interface Component {
  readonly kind: ComponentKind;
  /** `type` or `type/name`. */
  readonly id: string;
  readonly config: Fields;
  /** What a reader of the configuration should know. */
  readonly comment?: string;
  /** Variables that the configuration refers to. */
  readonly env?: readonly EnvVar[];
  /** Folders with files that the configuration refers to. */
  readonly folders?: readonly Folder[];
  /** Extensions that the configuration refers to. */
  readonly extensions?: readonly Component[];
}

/** The keys of a Secret or a ConfigMap as files, in the namespace of the Collector. */
export interface Folder {
  readonly volume: string;
  readonly path: string;
  readonly source: { readonly secretName: string } | { readonly configMapName: string };
}

/** A way of spans or metrics through a Collector. A connector ends one pipeline and begins others. */
export interface Pipeline {
  /** `traces`, `metrics`, or one of them with `/name`. */
  readonly id: string;
  readonly receivers: readonly Component[];
  readonly processors: readonly Component[];
  readonly exporters: readonly Component[];
}

/** Every component of pipelines once, in the order of their first use. */
export function collectComponents(pipelines: readonly Pipeline[]): readonly Component[] {
  const all = pipelines.flatMap(({ receivers, processors, exporters }) => [
    ...receivers,
    ...processors,
    ...exporters,
  ]);
  return selectDistinct(all);
}

/** Every extension that components of pipelines refer to, once. */
export const collectExtensions = (pipelines: readonly Pipeline[]): readonly Component[] =>
  selectDistinct(collectComponents(pipelines).flatMap(({ extensions = [] }) => extensions));

const selectDistinct = (components: readonly Component[]): readonly Component[] => [
  ...new Map(components.map((component) => [`${component.kind} ${component.id}`, component])).values(),
];

/** The type of a component, without its name. */
export const getComponentType = ({ id }: Pick<Component, 'id'>): string => id.split('/', 1)[0] ?? id;
