import { isRecord } from '../../src/core/json.js';
import { plain } from './markdown.js';
import type { Layer } from './precedence-ladders.js';
import type { Scene } from './scene.js';

/** What a pod or a namespace says in a cell of the table. */
export interface Said {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Reads a cell: `–`, `inject-java: true` and `label disabled`. */
export function said(cell: string): Said {
  const text = plain(cell);
  if (text === 'label disabled') return { labels: { 'tracing.dokaseca.io/inject': 'disabled' } };
  const [key, value] = text.split(': ');
  return key === undefined || value === undefined ? {} : { annotations: { [key]: value } };
}

const BASE: Layer = {
  annotations: { 'inject-java': 'true' },
  platform: {
    route: 'direct',
    addons: { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true },
  },
};

/** Merges what several places say: objects by key, lists one after the other. */
function merged(left: unknown, right: unknown): unknown {
  if (Array.isArray(left) && Array.isArray(right)) return [...(left as unknown[]), ...(right as unknown[])];
  if (!isRecord(left) || !isRecord(right)) return right;
  const entries = Object.entries(right).map(([key, value]) => [
    key,
    key in left ? merged(left[key], value) : value,
  ]);
  return { ...left, ...(Object.fromEntries(entries) as Record<string, unknown>) };
}

/** The scene in which all of these places speak. */
export function sceneOf(layers: readonly Layer[]): Scene {
  const {
    env = [],
    annotations = {},
    namespace = {},
    instrumentation = {},
    platform,
  } = layers.reduce<Layer>((all, layer) => merged(all, layer) as Layer, BASE);
  return {
    annotations,
    namespace: { annotations: namespace },
    metadata: { ownerReferences: [{ kind: 'Deployment', name: 'owner' }] },
    app: { env },
    instrumentations: { main: instrumentation },
    platform,
  };
}
