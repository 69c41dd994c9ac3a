import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHART } from '../../chart/helm.js';
import type { DocumentedCommand } from './helm.js';
import { apply, eventually, kubectl } from './test-cluster.js';
import { manifests } from './webhook.js';

/** What the chart refuses because of the cluster that it is installed on. */
export interface ChartRefusal {
  readonly title: string;
  readonly flags: readonly string[];
  /** Makes the cluster one that this is refused on, where it is not yet. */
  readonly prepare: () => void;
  /** What stands in the template and in the answer: what is wrong, and what to do. */
  readonly words: readonly string[];
  /** What the answer names, too: what is missing, by its name. */
  readonly named: string;
  /** Does what the answer says, as far as that is done outside of the flags. */
  readonly follow: (run: DocumentedCommand) => Promise<void>;
  /** The flags once that is done. */
  readonly corrected: readonly string[];
  /** Takes back what was made. */
  readonly restore: () => void;
}

const nothing = (): void => undefined;
const nothingToDo = (): Promise<void> => Promise.resolve();

/** Waits until the API server answers for a kind that was defined; what asks for it at once can be too early. */
const untilServed = (name: string): Promise<string> =>
  eventually(name, () => kubectl('get', name, '--all-namespaces', '--ignore-not-found'));

/** A CustomResourceDefinition that takes any object: Helm asks no more than whether the kind is there. */
const defineAnything = (group: string, version: string, plural: string, kind: string): string =>
  JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  });

interface OfAnOperator extends Pick<ChartRefusal, 'title' | 'flags' | 'words' | 'named'> {
  readonly group: string;
  readonly version: string;
  /** Plurals and kinds of the objects that the chart makes of it. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** A row for kinds that another operator defines. */
function needDefinitions({ group, version, kinds, ...row }: OfAnOperator): ChartRefusal {
  const names = Object.keys(kinds).map((plural) => `${plural}.${group}`);
  return {
    ...row,
    prepare: nothing,
    follow: async () => {
      for (const [plural, kind] of Object.entries(kinds)) apply(defineAnything(group, version, plural, kind));
      for (const name of names) await untilServed(name);
    },
    corrected: row.flags,
    restore: () => {
      kubectl('delete', 'crd', ...names);
    },
  };
}

/** One row for each refusal of templates/checks.yaml; the definition of TracingPlatform comes first, for Helm keeps it. */
export const listChartRefusals = (namespace: string): readonly ChartRefusal[] => [
  {
    title: 'no definition of TracingPlatform',
    flags: ['--skip-crds'],
    prepare: nothing,
    words: [
      'The cluster has no CustomResourceDefinition',
      'helm show crds <this chart> | kubectl apply --server-side --force-conflicts -f -',
    ],
    named: 'tracingplatforms.tracing.dokaseca.io',
    follow: async (run) => {
      await run('helm show crds');
      await untilServed('tracingplatforms.tracing.dokaseca.io');
    },
    corrected: ['--skip-crds'],
    restore: nothing,
  },
  needDefinitions({
    title: 'no cert-manager',
    flags: ['--set=certificates=cert-manager'],
    words: ['certificates is cert-manager, but the cluster has no', 'Install cert-manager first'],
    named: 'certificates.cert-manager.io',
    group: 'cert-manager.io',
    version: 'v1',
    kinds: { certificates: 'Certificate', issuers: 'Issuer' },
  }),
  needDefinitions({
    title: 'no Prometheus Operator',
    flags: ['--set=monitoring.operator=prometheus'],
    words: [
      'monitoring.operator is prometheus, but the cluster has no',
      'Install the Prometheus Operator first',
      'or set monitoring.operator to none',
    ],
    named: 'servicemonitors.monitoring.coreos.com and prometheusrules.monitoring.coreos.com',
    group: 'monitoring.coreos.com',
    version: 'v1',
    kinds: { servicemonitors: 'ServiceMonitor', prometheusrules: 'PrometheusRule' },
  }),
  needDefinitions({
    title: 'no operator of VictoriaMetrics',
    flags: ['--set=monitoring.operator=victoria-metrics'],
    words: [
      'monitoring.operator is victoria-metrics, but the cluster has no',
      'Install the operator of VictoriaMetrics first',
      'or set monitoring.operator to none',
    ],
    named: 'vmservicescrapes.operator.victoriametrics.com and vmrules.operator.victoriametrics.com',
    group: 'operator.victoriametrics.com',
    version: 'v1beta1',
    kinds: { vmservicescrapes: 'VMServiceScrape', vmrules: 'VMRule' },
  }),
  {
    title: 'no namespace of Grafana',
    flags: ['--set=dashboard.enabled=true', '--set=dashboard.namespace=no-grafana'],
    prepare: nothing,
    words: [
      'dashboard.enabled is true, but the cluster has no namespace',
      'Set dashboard.namespace to the namespace of Grafana',
    ],
    named: 'no-grafana',
    follow: nothingToDo,
    corrected: ['--set=dashboard.enabled=true', `--set=dashboard.namespace=${namespace}`],
    restore: nothing,
  },
  {
    title: 'a definition of Instrumentation over that of others',
    flags: ['--set=instrumentationCRD=true'],
    prepare: () => {
      kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
    },
    words: ['instrumentationCRD is true, but the cluster has a', 'set instrumentationCRD to false'],
    named: 'instrumentations.opentelemetry.io already',
    follow: nothingToDo,
    corrected: ['--set=instrumentationCRD=false'],
    restore: nothing,
  },
  {
    title: 'a namespace of its own',
    flags: ['--set=createNamespace=true'],
    prepare: nothing,
    words: ['createNamespace is true, which is for the output of', 'set createNamespace to false'],
    named: '--namespace doka-tracing --create-namespace',
    follow: nothingToDo,
    corrected: ['--set=createNamespace=false'],
    restore: nothing,
  },
];

/** The refusals of the template, as they are written there. */
export const readChartRefusals = (): readonly string[] =>
  readFileSync(join(CHART, 'templates', 'checks.yaml'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{{- fail '));
