import type { ComponentKind } from './component.js';

/**
 * What the smaller images of the Collector have, in any version from 0.118 to 0.159: by their last name, then by kind. A
 * name here has no underscores, as many components have names with and without them.
 * https://github.com/open-telemetry/opentelemetry-collector-releases/tree/main/distributions
 */
const DISTRIBUTIONS: Readonly<Record<string, Readonly<Record<ComponentKind, readonly string[]>>>> = {
  'opentelemetry-collector': {
    extensions: ['zpages', 'healthcheck', 'pprof'],
    receivers: ['nop', 'otlp', 'hostmetrics', 'jaeger', 'kafka', 'opencensus', 'prometheus', 'zipkin'],
    processors: [
      ...['attributes', 'batch', 'filter', 'memorylimiter', 'probabilisticsampler', 'resource', 'span'],
    ],
    exporters: [
      ...['debug', 'nop', 'otlp', 'otlpgrpc', 'otlphttp', 'file', 'kafka', 'opencensus', 'prometheus'],
      ...['prometheusremotewrite', 'zipkin'],
    ],
    connectors: ['forward'],
  },
  'opentelemetry-collector-k8s': {
    extensions: [
      ...[
        'ack',
        'basicauth',
        'bearertokenauth',
        'cgroupruntime',
        'filestorage',
        'headerssetter',
        'healthcheck',
      ],
      ...[
        'hostobserver',
        'httpforwarder',
        'k8sleaderelector',
        'k8sobserver',
        'oauth2client',
        'oidc',
        'opamp',
      ],
      ...['pprof', 'zpages'],
    ],
    receivers: [
      ...['filelog', 'fluentforward', 'hostmetrics', 'httpcheck', 'jaeger', 'journald', 'k8scluster'],
      ...['k8sevents', 'k8sobjects', 'kubeletstats', 'opencensus', 'otelarrow', 'otlp', 'prometheus'],
      ...['receivercreator', 'zipkin'],
    ],
    processors: [
      ...['attributes', 'batch', 'cumulativetodelta', 'deltatocumulative', 'deltatorate', 'drain', 'filter'],
      ...['groupbyattrs', 'groupbytrace', 'interval', 'k8sattributes', 'logdedup', 'memorylimiter'],
      ...[
        'metricsgeneration',
        'metricstransform',
        'probabilisticsampler',
        'redaction',
        'remotetap',
        'resource',
      ],
      ...['resourcedetection', 'tailsampling', 'transform'],
    ],
    exporters: ['debug', 'file', 'loadbalancing', 'nop', 'otelarrow', 'otlp', 'otlpgrpc', 'otlphttp'],
    connectors: [
      ...['count', 'exceptions', 'failover', 'forward', 'otlpjson', 'roundrobin', 'routing', 'servicegraph'],
      ...['spanmetrics'],
    ],
  },
};

/**
 * Whether an image of the Collector has a component, by the last name of the image; undefined for images of which nothing
 * is known.
 */
export function hasComponent(image: string, kind: ComponentKind, type: string): boolean | undefined {
  const name = getImageName(image);
  if (!Object.hasOwn(DISTRIBUTIONS, name)) return undefined;
  return DISTRIBUTIONS[name]?.[kind].includes(type.replaceAll('_', ''));
}

/** `opentelemetry-collector-k8s` of `registry.example:5000/otel/opentelemetry-collector-k8s:0.158.0@sha256:…`. */
const getImageName = (image: string): string => image.split('/').at(-1)?.split(/[:@]/, 1)[0] ?? '';
