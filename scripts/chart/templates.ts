import { METRICS_STACKS } from '../../src/render/metrics-stacks.js';
import { MONITORING_COMPONENTS } from '../monitoring/objects.js';
import { MONITORING_OPERATORS } from './monitoring-values.js';

/**
 * The templates of the Helm chart that are made from the manifests of kustomize, so that what is changed there is changed
 * here. What has nothing to be made from is written by hand: the others, and what these include.
 */

/** A text and what becomes of it wherever it stands. */
type Change = readonly [from: string | RegExp, to: string];

/** How one template is made. */
interface Template {
  /** File below `manifests`. */
  readonly from: string;
  /** Condition of Helm under which the objects are installed; always when absent. */
  readonly when?: string;
  readonly changes?: readonly Change[];
  /** What stands behind the last object. */
  readonly end?: string;
}

const IS_SELF = 'eq .Values.certificates "self"';
const IS_CERT_MANAGER = 'eq .Values.certificates "cert-manager"';
const NAMESPACE = '{{ .Release.Namespace | quote }}';

/** Includes a template of `_helpers.tpl` at a depth. */
const include = (name: string, depth: number): string =>
  `${' '.repeat(depth)}{{- include "doka-tracing.${name}" . | nindent ${depth} }}\n`;

/** Has cert-manager write the caBundle. */
const INJECTION: Change = ['\nwebhooks:\n', `\n${include('injection', 2)}webhooks:\n`];

const OWN_NAMESPACE: Change = ['values: [kube-system, doka-tracing]', `values: [kube-system, ${NAMESPACE}]`];

const SELECTED = `        - key: tracing.dokaseca.io/inject
          operator: NotIn
          values: [disabled]
`;
const SCOPE: Change = [
  SELECTED,
  `        {{- if eq .Values.scope "opt-in" }}
        - key: tracing.dokaseca.io/inject
          operator: In
          values: [enabled]
        {{- else }}
${SELECTED}        {{- end }}
`,
];

const DEPLOYMENT: readonly Change[] = [
  ['replicas: 2\n', 'replicas: {{ .Values.replicas }}\n'],
  ['      nodeSelector:\n        kubernetes.io/os: linux\n', include('placement', 6)],
  [/doka-tracing:[0-9.]+$/m, '{{ include "doka-tracing.image" . }}'],
  ['imagePullPolicy: IfNotPresent', 'imagePullPolicy: {{ .Values.image.pullPolicy }}'],
  ['          args: [serve]\n', `          args:\n${include('args', 12)}`],
  [/^ {10}resources:\n(?: {12}.*\n)+/m, '          resources: {{ .Values.resources | toJson }}\n'],
];

const PORTS = [443, 6443, 8443, 16_443].map((port) => `        - port: ${port}\n          protocol: TCP\n`);

/** Labels by which an operator selects its objects: the chosen ones, or those that its stack asks for. */
const MONITORING_LABELS: Change = [
  /(\n {4}app.kubernetes.io\/name: doka-tracing\n)( {4}release: .+\n)?/,
  `$1    {{- if .Values.monitoring.labels }}
    {{- .Values.monitoring.labels | toYaml | nindent 4 }}
    {{- else }}
$2    {{- end }}
`,
];

/** One template for each object of each operator. */
const MONITORING = Object.fromEntries(
  METRICS_STACKS.flatMap(({ flag, monitoring: { scrape, rule } }) =>
    [
      [scrape, 'scrape.yaml'],
      [rule, 'rules.yaml'],
    ].map(([kind = '', file = '']): [string, Template] => [
      kind.toLowerCase(),
      {
        from: `components/${MONITORING_COMPONENTS[flag]}/${file}`,
        when: `eq .Values.monitoring.operator "${MONITORING_OPERATORS[flag]}"`,
        changes: [MONITORING_LABELS],
      },
    ]),
  ),
);

const TEMPLATES: Readonly<Record<string, Template>> = {
  namespace: {
    from: 'base/namespace.yaml',
    when: '.Values.createNamespace',
    changes: [['\n  name: doka-tracing\n', `\n  name: ${NAMESPACE}\n`]],
  },
  'service-account': { from: 'base/service-account.yaml' },
  rbac: {
    from: 'base/rbac.yaml',
    changes: [['---\n# Its own certificates', `{{- if ${IS_SELF} }}\n---\n# Its own certificates`]],
    end: '{{- end }}\n',
  },
  'priority-class': { from: 'base/priority-class.yaml' },
  deployment: {
    from: 'base/deployment.yaml',
    changes: DEPLOYMENT,
    end: include('tls', 6),
  },
  service: { from: 'base/service.yaml' },
  'pod-disruption-budget': { from: 'base/pod-disruption-budget.yaml' },
  'network-policy': {
    from: 'base/network-policy.yaml',
    changes: [
      ['name: monitoring\n', 'name: {{ .Values.networkPolicy.metricsNamespace | quote }}\n'],
      [PORTS.join(''), include('apiServerPorts', 8)],
    ],
  },
  'mutating-webhook': {
    from: 'base/mutating-webhook.yaml',
    changes: [INJECTION, OWN_NAMESPACE, SCOPE],
  },
  'validating-webhook': {
    from: 'base/validating-webhook.yaml',
    changes: [INJECTION, OWN_NAMESPACE],
  },
  auditor: { from: 'components/auditor/rbac.yaml', when: '.Values.auditEvery' },
  certificates: {
    from: 'components/cert-manager/certificates.yaml',
    when: IS_CERT_MANAGER,
    changes: [['doka-tracing.doka-tracing.svc', 'doka-tracing.{{ .Release.Namespace }}.svc']],
  },
  'collector-status': { from: 'components/collector-status/rbac.yaml', when: '.Values.collectorStatus' },
  'owners-watch': { from: 'components/owners-watch/rbac.yaml', when: 'eq .Values.owners "watch"' },
  'watch-configmaps': { from: 'components/watch-configmaps/rbac.yaml', when: '.Values.watchConfigMaps' },
  'watch-service-accounts': {
    from: 'components/watch-service-accounts/rbac.yaml',
    when: '.Values.watchServiceAccounts',
  },
  'write-policy-registrations': {
    from: 'components/write-policy/registrations.yaml',
    when: '.Values.writePolicy',
  },
  'write-policy-secret': { from: 'components/write-policy/secret.yaml', when: '.Values.writePolicy' },
  ...MONITORING,
  dashboard: {
    from: 'components/dashboard/dashboard.yaml',
    when: '.Values.dashboard.enabled',
    changes: [
      ['\n  namespace: monitoring\n', '\n  namespace: {{ .Values.dashboard.namespace | quote }}\n'],
      [`    grafana_dashboard: '1'\n`, '    {{- .Values.dashboard.labels | toYaml | nindent 4 }}\n'],
    ],
  },
};

/** Reads a manifest by its path below `manifests`. */
type ManifestReader = (path: string) => string;

/** The text of every template that is made, by its name in the folder of templates. */
export const buildTemplates = (read: ManifestReader): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(TEMPLATES).map(([name, template]) => [`${name}.yaml`, buildTemplate(read, template)]),
  );

function buildTemplate(read: ManifestReader, { from, when, changes = [], end = '' }: Template): string {
  // What has a meaning for Prometheus or Grafana, as `{{ $labels.pod }}`, is text for Helm.
  const manifest = read(from).replaceAll('{{', '{{ "{{" }}');
  const changed = changes.reduce((text, change) => changeText(text, change, from), manifest);
  const placed = changed.replaceAll(/^( +namespace:) doka-tracing$/gm, `$1 ${NAMESPACE}`);
  const header = `{{- /* Made by \`npm run schemas\` from manifests/${from}; do not edit. */ -}}\n`;
  return when === undefined
    ? `${header}${placed}${end}`
    : `${header}{{- if ${when} }}\n${placed}${end}{{- end }}\n`;
}

/** Throws where the text to be changed is gone: the chart would lose the value that goes there. */
function changeText(text: string, [from, to]: Change, path: string): string {
  const changed = typeof from === 'string' ? text.replaceAll(from, to) : text.replace(from, to);
  if (changed !== text) return changed;
  throw new Error(`manifests/${path} no longer has ${String(from)}; correct scripts/chart/templates.ts`);
}
