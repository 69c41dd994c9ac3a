import type { Fields } from '../../src/core/json.js';
import { ANSWER_MS, USUAL_TIMEOUT_MS } from '../../src/http/bounds.js';
import type { AdmissionResult } from '../../src/telemetry/metrics.js';
import type { PlatformStateName } from '../../src/telemetry/watch-metrics.js';

/** What should be known of a webhook that does not do its work, or soon will not. */
interface Alert {
  readonly name: string;
  readonly severity: 'critical' | 'warning';
  /** In PromQL. */
  readonly expression: string;
  /** How long it must hold before somebody is told. */
  readonly holdsFor: string;
  /** What is wrong, with labels of the series. */
  readonly summary: string;
  /** What follows from it, and what to do. */
  readonly description: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What is too much, for the alerts and the lines in the dashboard. */
export const THRESHOLDS = {
  /** Seconds that 99 % of the answers should keep: a fourth of what the API server waits. */
  answerSeconds: 0.5,
  /** Seconds from which pods pass unjudged. */
  lagSeconds: (USUAL_TIMEOUT_MS - ANSWER_MS) / 1000,
  /** Starts of one pod in half an hour, beyond the first. */
  restarts: 2,
  /** Failures of one watch in ten minutes: a restart of the API server gives a few. */
  watchFailures: 3,
  /** Writes of the webhook in an hour that put back a `caBundle`. */
  restoredBundles: 3,
  /** Seconds that certificates should last. They are renewed before: a leaf 56 hours, a CA 30 days. */
  certificateSeconds: DAY,
  authoritySeconds: 14 * DAY,
} as const;

/** Both operators call the job after the Service. */
export const JOB = 'job="doka-tracing"';

const LABELS = 'namespace, job, pod';

/** Pods that were admitted without being judged. */
const PASSED: readonly AdmissionResult[] = ['internal-error', 'overloaded', 'too-large'];
const REFUSED: readonly PlatformStateName[] = ['invalid', 'outdated'];

/** Of the API server, which alone knows of calls that nobody answered. */
export const FAIL_OPEN_METRIC = 'apiserver_admission_webhook_fail_open_count';

const AVAILABILITY: readonly Alert[] = [
  {
    name: 'DokaTracingDown',
    severity: 'critical',
    expression: `absent(up{${JOB}} == 1)`,
    holdsFor: '5m',
    summary: 'No replica of the tracing webhook can be read.',
    description:
      'If no replica runs, pods start without injection. Run `kubectl get pods` in its namespace. If they are ready, the NetworkPolicy may keep the metrics server out: it names the namespace that may read port 9090.',
  },
  {
    name: 'DokaTracingPodsNotSeen',
    severity: 'critical',
    expression: `sum by (name) (rate(${FAIL_OPEN_METRIC}{name=~".+[.]tracing[.]dokaseca[.]io"}[5m])) > 0`,
    holdsFor: '2m',
    summary: 'The API server continues without an answer of {{ $labels.name }}.',
    description:
      'Pods start without injection, and nothing is written on them. Check that replicas are ready, that the API server can reach their port 8443, and that `caBundle` is set; then restart the workloads.',
  },
  {
    name: 'DokaTracingNotReady',
    severity: 'warning',
    expression: `min by (${LABELS}) (doka_tracing_ready) == 0`,
    holdsFor: '10m',
    summary: '{{ $labels.pod }} takes no requests.',
    description: 'GET /readyz on port 9090 says what it waits for: the objects of a watch, or a certificate.',
  },
  {
    name: 'DokaTracingRestarts',
    severity: 'warning',
    expression: `max by (${LABELS}) (changes(process_start_time_seconds{${JOB}}[30m])) > ${THRESHOLDS.restarts}`,
    holdsFor: '0m',
    summary: '{{ $labels.pod }} starts again and again.',
    description:
      '`kubectl describe pod` says why it ended. After OOMKilled, raise the memory limit: memory grows with the number of namespaces, and with watched ConfigMaps and ReplicaSets.',
  },
];

const ANSWERS: readonly Alert[] = [
  {
    name: 'DokaTracingPodsPassedBy',
    severity: 'warning',
    expression: `sum by (${LABELS}, result) (rate(doka_tracing_admissions_total{result=~"${PASSED.join('|')}"}[5m])) > 0`,
    holdsFor: '1m',
    summary: '{{ $labels.pod }} lets pods pass unchanged: {{ $labels.result }}.',
    description:
      'These pods start without injection. `overloaded`: add replicas. `too-large`: the log names the pod. `internal-error`: report what the log says.',
  },
  {
    name: 'DokaTracingSlow',
    severity: 'warning',
    expression: `histogram_quantile(0.99, sum by (namespace, job, le) (rate(doka_tracing_admission_duration_seconds_bucket[5m]))) > ${THRESHOLDS.answerSeconds}`,
    holdsFor: '5m',
    summary: 'The tracing webhook answers late.',
    description:
      'After 2 seconds, the API server continues without it. Check that no CPU limit throttles the replicas; add replicas.',
  },
  {
    name: 'DokaTracingEventLoopLate',
    severity: 'warning',
    expression: `max by (${LABELS}) (max_over_time(doka_tracing_event_loop_lag_seconds[5m])) > ${THRESHOLDS.lagSeconds}`,
    holdsFor: '5m',
    summary: '{{ $labels.pod }} is so late that it lets pods pass.',
    description:
      'It gets too little CPU: raise the request, set no limit, or add replicas. The dashboard shows garbage collections, which need memory.',
  },
];

const OBJECTS: readonly Alert[] = [
  {
    name: 'DokaTracingPlatformRefused',
    severity: 'warning',
    expression: `max by (namespace, job, state) (doka_tracing_platform_state{state=~"${REFUSED.join('|')}"}) == 1`,
    holdsFor: '5m',
    summary: 'The TracingPlatform is {{ $labels.state }}.',
    description:
      'Its newest version is refused: `kubectl describe tracingplatform default` says why. With `outdated` the last good one is in force; with `invalid` pods that need it are skipped.',
  },
  {
    name: 'DokaTracingObjectsRefused',
    severity: 'warning',
    expression: `max by (namespace, job, watch) (doka_tracing_refused_objects{watch!="platforms"}) > 0`,
    holdsFor: '5m',
    summary: 'Objects of {{ $labels.watch }} are refused.',
    description: 'Their last good version stays in force. The log names each, and what is wrong with it.',
  },
  {
    name: 'DokaTracingWatchFails',
    severity: 'warning',
    expression: `sum by (${LABELS}, watch) (increase(doka_tracing_watch_failures_total[10m])) > ${THRESHOLDS.watchFailures}`,
    holdsFor: '5m',
    summary: '{{ $labels.pod }} cannot read {{ $labels.watch }}.',
    description:
      'It decides with the objects that it read last. The log says why: a missing permission, with the manifest to apply, or an API server that cannot be reached.',
  },
];

const CERTIFICATES: readonly Alert[] = [
  {
    name: 'DokaTracingCertificateEnds',
    severity: 'critical',
    expression: `min by (${LABELS}) (doka_tracing_certificate_expiry_timestamp_seconds) - time() < ${THRESHOLDS.certificateSeconds}`,
    holdsFor: '15m',
    summary: 'The certificate of {{ $labels.pod }} expires within a day.',
    description:
      'After that, the API server no longer calls it. It should have been renewed 56 hours before; see DokaTracingCertificateProblem, or cert-manager if that issues it.',
  },
  {
    name: 'DokaTracingCertificateAuthorityEnds',
    severity: 'warning',
    expression: `min by (${LABELS}) (doka_tracing_ca_expiry_timestamp_seconds) - time() < ${THRESHOLDS.authoritySeconds}`,
    holdsFor: '1h',
    summary: 'The CA of {{ $labels.pod }} expires within two weeks.',
    description: 'The next one should have replaced it a month before. The log says what prevents that.',
  },
  {
    name: 'DokaTracingCertificateProblem',
    severity: 'warning',
    expression: `max by (namespace, job, code) (doka_tracing_certificate_problem) == 1`,
    holdsFor: '15m',
    summary: 'There is a problem with certificates: {{ $labels.code }}.',
    description: 'docs/certificates.md has each code; the log says what happened, and what to do.',
  },
  {
    name: 'DokaTracingCaBundleOverwritten',
    severity: 'warning',
    expression: `sum by (namespace, job) (increase(doka_tracing_ca_bundle_writes_total{cause="restored"}[1h])) > ${THRESHOLDS.restoredBundles}`,
    holdsFor: '0m',
    summary: 'Somebody keeps removing the caBundle of the tracing webhook.',
    description:
      'While it is gone, pods start without injection. Let the tool that applies the manifests ignore `caBundle`, as docs/certificates.md shows.',
  },
];

/** What the auditor finds, by the namespace of the pods. */
const PODS: readonly Alert[] = [
  {
    name: 'DokaTracingPodsMissed',
    severity: 'warning',
    expression: 'max by (workload_namespace) (doka_tracing_audit_missed_pods) > 0',
    holdsFor: '15m',
    summary: 'Pods of {{ $labels.workload_namespace }} ask for tracing, and were not injected.',
    description:
      'They were created while the webhook did not answer, or the webhook does not get the pods of their namespace. `doka-tracing audit -n` with the namespace has the cause for each, and the command that fixes it. `other` stands for all namespaces that are not named.',
  },
  {
    name: 'DokaTracingAgentsStuck',
    severity: 'warning',
    expression: 'max by (workload_namespace) (doka_tracing_audit_stuck_pods) > 0',
    holdsFor: '10m',
    summary: 'Pods of {{ $labels.workload_namespace }} wait for their tracing agent.',
    description:
      'They do not start, or run without it. The condition `AgentImages` of the TracingPlatform names images that cannot be pulled; `doka-tracing audit -n` with the namespace names the pods.',
  },
];

/** Every alert. */
export const WEBHOOK_ALERTS: readonly Alert[] = [
  ...AVAILABILITY,
  ...ANSWERS,
  ...OBJECTS,
  ...CERTIFICATES,
  ...PODS,
];

/** The rules of Prometheus and of VictoriaMetrics, as groups. https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export const buildWebhookAlertGroups = (): readonly Fields[] => [
  {
    name: 'doka-tracing',
    rules: WEBHOOK_ALERTS.map(({ name, severity, expression, holdsFor, summary, description }) => ({
      alert: name,
      expr: expression,
      for: holdsFor,
      labels: { severity },
      annotations: { summary, description },
    })),
  },
];
