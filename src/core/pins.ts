/**
 * Versions that the project fixes: that of the Collector that it configures, and those of what the tests run. Defaults,
 * tests and docs/versions.md take them from here, or are compared with this file, so that an upgrade is read in one
 * place. Images of agents are in `agent-images.ts`, those of charts in `chart-images.ts`, and charts in `backends/`,
 * next to their Services and ports.
 */

/** A version, where it is published or stated, and when it was last checked. */
export interface Pin {
  readonly version: string;
  /** A page on which others find the version. */
  readonly source: string;
  /** A day, as YYYY-MM-DD. */
  readonly date: string;
}

/** A version of something other than an agent's image. */
export interface NamedPin extends Pin {
  readonly title: string;
  /** What the version is for. */
  readonly use: string;
}

/** The repository of the OpenTelemetry Operator. */
export const OPERATOR = 'https://github.com/open-telemetry/opentelemetry-operator';
/** The page about the Operator's newest release. */
export const RELEASE_0_162 =
  'https://newreleases.io/project/github/open-telemetry/opentelemetry-operator/release/v0.162.0';

const GRAFANA_CHARTS = 'https://github.com/grafana-community/helm-charts';
const GO_MODULE = 'https://pkg.go.dev/go.opentelemetry.io/collector/otelcol';

/** Every version that is neither an agent's image nor a chart's. */
export const PINS = {
  operator: {
    title: 'OpenTelemetry Operator',
    version: '0.162.0',
    use: 'the one that injection is compatible with',
    source: RELEASE_0_162,
    date: '2026-11-30',
  },
  observedOperator: {
    title: 'OpenTelemetry Operator',
    version: '0.158.0',
    use: 'the one whose pods are compared whole, and whose defects were observed',
    source: `${OPERATOR}/releases/tag/v0.158.0`,
    date: '2026-08-21',
  },
  collector: {
    title: 'OpenTelemetry Collector',
    version: '0.161.0',
    use: 'the default of `collector.version`, and what the tests run',
    source: `${GO_MODULE}@v0.161.0`,
    date: '2026-11-30',
  },
  previousCollector: {
    title: 'OpenTelemetry Collector',
    version: '0.158.0',
    use: 'a choice, whose options are recorded',
    source: `${GO_MODULE}@v0.158.0`,
    date: '2026-11-29',
  },
  oldestCollector: {
    title: 'OpenTelemetry Collector',
    version: '0.118.0',
    use: 'the oldest choice, whose options are recorded',
    source: 'https://github.com/open-telemetry/opentelemetry-collector-releases/releases/tag/v0.118.0',
    date: '2026-11-29',
  },
  kubernetes: {
    title: 'Kubernetes',
    version: '1.36.3',
    use: 'what the tests of a cluster run, and whose validation they ask',
    source: 'https://pkg.go.dev/k8s.io/kubernetes@v1.36.3',
    date: '2026-11-29',
  },
  oldestKubernetes: {
    title: 'Kubernetes',
    version: '1.30',
    use: 'the oldest that the manifests are for',
    source: 'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/',
    date: '2026-11-29',
  },
  node: {
    title: 'Node.js',
    version: '24.21.0',
    use: 'what the image of the webhook runs on',
    source: 'https://hub.docker.com/_/node',
    date: '2026-11-29',
  },
  oldestNode: {
    title: 'Node.js',
    version: '20.19',
    use: 'the oldest that the package runs on',
    source: 'https://nodejs.org/en/about/previous-releases',
    date: '2026-11-29',
  },
  javaAgent: {
    title: 'OpenTelemetry Java agent',
    version: '2.32.0',
    use: 'what the tests run',
    source: 'https://github.com/open-telemetry/opentelemetry-java-instrumentation/releases/tag/v2.32.0',
    date: '2026-11-30',
  },
  nodejsAgent: {
    title: '`@opentelemetry/auto-instrumentations-node`',
    version: '0.81.2',
    use: 'what the tests and the demo run',
    source: 'https://www.npmjs.com/package/@opentelemetry/auto-instrumentations-node/v/0.81.2',
    date: '2026-11-30',
  },
  pythonAgent: {
    title: '`opentelemetry-distro`',
    version: '0.66b1',
    use: 'what the tests run',
    source: 'https://pypi.org/project/opentelemetry-distro/0.66b1/',
    date: '2026-11-30',
  },
  pythonService: {
    title: 'Flask',
    version: '3.1.2',
    use: 'what a Python program of the tests is made with',
    source: 'https://pypi.org/project/Flask/3.1.2/',
    date: '2026-11-29',
  },
  jaeger: {
    title: 'Jaeger, its module',
    version: '1.76.0',
    use: 'what the tests run',
    source: 'https://pkg.go.dev/github.com/jaegertracing/jaeger@v1.76.0',
    date: '2026-11-29',
  },
  jaegerImage: {
    title: 'Jaeger, its image',
    version: '2.13.0',
    use: 'what the quickstart runs; the same release as the module',
    source: 'https://github.com/jaegertracing/jaeger/blob/v1.76.0/CHANGELOG.md',
    date: '2026-11-30',
  },
  grafana: {
    title: 'Grafana',
    version: '13.1.0',
    use: 'what victoria-metrics-k8s-stack 0.87.0 brings, which the platform installs in `dev`',
    source: `${GRAFANA_CHARTS}/blob/grafana-12.7.2/charts/grafana/Chart.yaml`,
    date: '2026-11-30',
  },
  previousGrafana: {
    title: 'Grafana',
    version: '12.4.1',
    use: 'what victoria-metrics-k8s-stack 0.72.5 brings, which the platform installs in `stg` and `prod`',
    source: `${GRAFANA_CHARTS}/blob/grafana-11.3.2/charts/grafana/Chart.yaml`,
    date: '2026-11-30',
  },
  grafanaWithVictoriaLogs: {
    title: 'Grafana',
    version: '12.2',
    use: 'the oldest that links spans to VictoriaLogs',
    source: 'https://github.com/grafana/grafana/issues/105703',
    date: '2026-11-30',
  },
  helm: {
    title: 'Helm 4',
    version: '4.3.1',
    use: 'what the tests install the chart with',
    source: 'https://github.com/helm/helm/releases/tag/v4.3.1',
    date: '2026-11-30',
  },
  previousHelm: {
    title: 'Helm 3',
    version: '3.22.0',
    use: 'what the tests install the chart with, too',
    source: 'https://github.com/helm/helm/releases/tag/v3.22.0',
    date: '2026-11-30',
  },
  actionlint: {
    title: 'actionlint',
    version: '1.7.12',
    use: 'what the tests judge the workflows with',
    source: 'https://github.com/rhysd/actionlint/releases/tag/v1.7.12',
    date: '2026-11-30',
  },
  argoCd: {
    title: 'Argo CD',
    version: '3.5.7',
    use: 'whose definition and libraries the tests of its example take; 3.6 needs a newer Go',
    source: 'https://github.com/argoproj/argo-cd/releases/tag/v3.5.7',
    date: '2026-11-30',
  },
  krew: {
    title: 'krew',
    version: '0.4.3',
    use: 'what the tests install the plug-in of kubectl with',
    source: 'https://github.com/kubernetes-sigs/krew/releases/tag/v0.4.3',
    date: '2026-11-30',
  },
  zipkin: {
    title: 'Zipkin',
    version: '3.5.1',
    use: 'what the tests run',
    source: 'https://github.com/openzipkin/zipkin/releases/tag/3.5.1',
    date: '2026-11-29',
  },
} as const satisfies Readonly<Record<string, NamedPin>>;
