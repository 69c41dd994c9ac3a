import { javaAgent } from '../../src/core/agents/java.js';
import { attributesOf, containerOf, variableOf, type Decided } from './scene.js';

const javaImage = javaAgent.files?.image ?? '';

/** What one place says, by where it is written; layers are merged into one pod and cluster. */
export interface Layer {
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly namespace?: Readonly<Record<string, string>>;
  readonly instrumentation?: Readonly<Record<string, unknown>>;
  readonly platform?: Readonly<Record<string, unknown>>;
}

/** One cell of the table of values: how it is written there, what it is, and what then holds. */
interface Step {
  readonly cell: string;
  readonly layer: Layer;
  readonly holds: string;
}

/** One column: its steps by the place that is the row's first cell, strongest first, and how the result is read. */
export interface Ladder {
  readonly read: (outcome: Pick<Decided, 'pod'>) => string;
  readonly steps: Readonly<Record<string, Step>>;
}

const CONTAINER = 'container';
const LANGUAGE = 'Instrumentation, variables of the language';
const ALL = 'Instrumentation, variables of all';
const FIELDS = 'Instrumentation, fields';
const DEFAULT = 'default';

const BACKEND = 'tracing.dokaseca.io/backend';
const SERVICE_NAME = 'resource.opentelemetry.io/service.name';

/** The steps that a variable has in every column: the container's, and the Instrumentation's two lists. */
function variableSteps(
  name: string,
  values: readonly [string, string, string],
): Readonly<Record<string, Step>> {
  const [own, language, all] = values;
  const entry = (value: string): Layer['env'] => [{ name, value }];
  return {
    [CONTAINER]: { cell: `env: ${name}`, layer: { env: entry(own) ?? [] }, holds: own },
    [LANGUAGE]: {
      cell: 'spec.java.env',
      layer: { instrumentation: { java: { env: entry(language) } } },
      holds: language,
    },
    [ALL]: { cell: 'spec.env', layer: { instrumentation: { env: entry(all) } }, holds: all },
  };
}

const valueOf = (outcome: Pick<Decided, 'pod'>, name: string): string | undefined =>
  variableOf(outcome, name)?.value;

const annotation = (where: 'annotations' | 'namespace', key: string, value: string, holds: string): Step => ({
  cell: `annotation ${key}`,
  layer: { [where]: { [key]: value } },
  holds,
});

/** The columns of the table by their heads. */
export const LADDERS: Readonly<Record<string, Ladder>> = {
  endpoint: {
    read: (outcome) =>
      valueOf(outcome, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ??
      valueOf(outcome, 'OTEL_EXPORTER_OTLP_ENDPOINT') ??
      '',
    steps: {
      ...variableSteps('OTEL_EXPORTER_OTLP_ENDPOINT', [
        'http://own:4318',
        'http://java:4318',
        'http://all:4318',
      ]),
      pod: annotation(
        'annotations',
        BACKEND,
        'victoria-traces',
        'http://victoria-traces-single-vt-single-server.monitoring.svc:10428/insert/opentelemetry/v1/traces',
      ),
      namespace: annotation('namespace', BACKEND, 'jaeger', 'http://jaeger.monitoring.svc:4318'),
      [FIELDS]: {
        cell: 'spec.exporter.endpoint',
        layer: { instrumentation: { exporter: { endpoint: 'http://field:4318' } } },
        holds: 'http://field:4318',
      },
      platform: {
        cell: 'spec.backends.tempo.endpoint',
        layer: { platform: { backends: { tempo: { endpoint: 'http://platform:4318' } } } },
        holds: 'http://platform:4318',
      },
      preset: { cell: 'Service of the chart', layer: {}, holds: 'http://tempo.monitoring.svc:4318' },
    },
  },
  sampler: {
    read: (outcome) => valueOf(outcome, 'OTEL_TRACES_SAMPLER') ?? '',
    steps: {
      ...variableSteps('OTEL_TRACES_SAMPLER', ['parentbased_always_on', 'always_on', 'traceidratio']),
      [FIELDS]: {
        cell: 'spec.sampler',
        layer: { instrumentation: { sampler: { type: 'parentbased_always_off' } } },
        holds: 'parentbased_always_off',
      },
      platform: {
        cell: 'spec.sampling',
        layer: { platform: { sampling: { strategy: 'probabilistic', ratio: 0.1 } } },
        holds: 'parentbased_traceidratio',
      },
      [DEFAULT]: { cell: 'no variable', layer: {}, holds: '' },
    },
  },
  propagators: {
    read: (outcome) => valueOf(outcome, 'OTEL_PROPAGATORS') ?? '',
    steps: {
      ...variableSteps('OTEL_PROPAGATORS', ['xray', 'b3', 'b3multi']),
      [FIELDS]: {
        cell: 'spec.propagators',
        layer: { instrumentation: { propagators: ['jaeger'] } },
        holds: 'jaeger',
      },
      platform: {
        cell: 'spec.propagators',
        layer: { platform: { propagators: ['baggage'] } },
        holds: 'baggage',
      },
      [DEFAULT]: { cell: 'tracecontext,baggage,b3', layer: {}, holds: 'tracecontext,baggage,b3' },
    },
  },
  'service name': {
    read: (outcome) => valueOf(outcome, 'OTEL_SERVICE_NAME') ?? attributesOf(outcome)['service.name'] ?? '',
    steps: {
      [CONTAINER]: {
        cell: 'env: OTEL_SERVICE_NAME',
        layer: { env: [{ name: 'OTEL_SERVICE_NAME', value: 'own' }] },
        holds: 'own',
      },
      'container, attributes': {
        cell: 'env: OTEL_RESOURCE_ATTRIBUTES with service.name',
        layer: { env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'service.name=attribute' }] },
        holds: 'attribute',
      },
      pod: annotation('annotations', SERVICE_NAME, 'of-the-pod', 'of-the-pod'),
      namespace: annotation('namespace', SERVICE_NAME, 'of-the-namespace', 'of-the-namespace'),
      [DEFAULT]: { cell: 'name of the owner', layer: {}, holds: 'owner' },
    },
  },
  'image of the agent': {
    read: (outcome) => containerOf(outcome, 'opentelemetry-auto-instrumentation-java').image ?? '',
    steps: {
      [FIELDS]: {
        cell: 'spec.java.image',
        layer: { instrumentation: { java: { image: 'field:1' } } },
        holds: 'field:1',
      },
      platform: {
        cell: 'spec.agents.java.image',
        layer: { platform: { agents: { java: { image: 'platform:1' } } } },
        holds: 'platform:1',
      },
      'platform, registry': {
        cell: 'spec.agents.registry',
        layer: { platform: { agents: { registry: 'mirror.example/agents' } } },
        holds: `mirror.example/agents/${javaImage.split('/').at(-1) ?? ''}`,
      },
      [DEFAULT]: { cell: 'image of this release', layer: {}, holds: javaImage },
    },
  },
};
