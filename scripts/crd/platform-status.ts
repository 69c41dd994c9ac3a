import type { JsonSchema } from './structural-schema.js';

const text = { type: 'string' };
const number = { type: 'integer', format: 'int64' };

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties */
const conditions = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
    properties: {
      type: { ...text, maxLength: 316 },
      status: { ...text, enum: ['True', 'False', 'Unknown'] },
      reason: { ...text, minLength: 1, maxLength: 1024 },
      message: { ...text, maxLength: 32_768 },
      lastTransitionTime: { ...text, format: 'date-time' },
      observedGeneration: number,
    },
  },
};

const describeText = (description: string): JsonSchema => ({ ...text, description });

const buildList = (
  description: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema => ({ description, type: 'array', items: { type: 'object', required, properties } });

/**
 * The status of a TracingPlatform as the API server knows it. Which words there are is not restricted, so that a newer
 * webhook can write them below an older definition.
 */
export const PLATFORM_STATUS: JsonSchema = {
  type: 'object',
  properties: {
    conditions,
    observedGeneration: number,
    backend: describeText('The primary backend.'),
    route: describeText('How spans get to the backends: collector, or direct.'),
    endpoints: buildList(
      'Where agents send, in order of preference; those of pods that choose nothing else.',
      { exporter: text, protocol: text, url: text },
      ['exporter', 'protocol', 'url'],
    ),
    backends: {
      ...buildList(
        'Every enabled backend, and where it is queried; without a Service where the spec writes the address.',
        {
          name: text,
          query: {
            type: 'object',
            required: ['url'],
            properties: {
              url: text,
              service: {
                type: 'object',
                required: ['name', 'namespace', 'port'],
                properties: { name: text, namespace: text, port: number },
              },
            },
          },
        },
        ['name', 'query'],
      ),
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    },
    assumedVersions: buildList(
      'Versions that the spec does not write: of the charts of backends, and of the Collector.',
      {
        component: text,
        version: text,
        source: describeText('The environment that pins the version, or default.'),
      },
      ['component', 'version', 'source'],
    ),
  },
};
