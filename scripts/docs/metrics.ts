import { registerAuditMetrics } from '../../src/auditor/audit-metrics.js';
import { NO_COUNTS } from '../../src/auditor/counts.js';
import { registerAuthorityMetrics } from '../../src/serve/authority-metrics.js';
import {
  createMetrics,
  RESULTS,
  VALIDATIONS,
  type AdmissionResult,
  type Metrics,
  type UnansweredResult,
  type ValidationResult,
} from '../../src/telemetry/metrics.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** Every metric with its kind, labels and meaning, as it is exposed. */
export async function buildMetricTable(): Promise<string> {
  const { body } = await createFilledMetrics().expose();
  const rows = parseMetrics(body).map(({ name, type, help }) => [
    formatCode(name),
    type,
    formatCodes(parseLabels(body, name)),
    help,
  ]);
  return formatTable(['metric', 'kind', 'labels', 'meaning'], rows);
}

interface ExposedMetric {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

/** What a text for Prometheus says of each metric. */
export const parseMetrics = (body: string): readonly ExposedMetric[] =>
  [...body.matchAll(/^# HELP (\S+) (.+)\n# TYPE \S+ (\S+)$/gm)].map(
    ([, name = '', help = '', type = '']) => ({ name, type, help }),
  );

/** Metrics with a series for each label. */
export function createFilledMetrics(): Metrics {
  const metrics = createMetrics({
    version: '0',
    takeMaxLagMs: () => 0,
    certificateNotAfter: () => undefined,
    isReady: () => true,
    platform: () => 'ready',
    registerMore: (registry) => {
      registerAuthorityMetrics(registry, () => ({
        ...{ leafNotAfter: undefined, caNotAfter: undefined, phase: 'steady', problems: [] },
        bundleWrites: { published: 0, restored: 0, retired: 0 },
      }));
      registerAuditMetrics(registry, () => ({
        ...{
          namespaces: new Map([['', NO_COUNTS]]),
          leftOut: 0,
          leftOutTold: [],
          endedAt: new Date(0),
          seconds: 0,
        },
        total: { ...NO_COUNTS, reasons: new Map([['opted-out', 0]]) },
      }));
    },
    watches: () => [
      { row: '', isSynced: true, ageMs: 0, objects: 0, refused: 0, failures: new Map([['', 1]]) },
    ],
  });
  metrics.countReload('loaded', '0');
  metrics.countDecision({
    findings: [{ code: 'injected', message: '' }],
    injections: [],
  });
  return metrics;
}

function parseLabels(body: string, name: string): readonly string[] {
  const [, labels = ''] = new RegExp(`^${name}\\{([^}]*)\\}`, 'm').exec(body) ?? [];
  return [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label);
}

const UNANSWERED: Readonly<Record<UnansweredResult, string>> = {
  'bad-request': 'the body is no AdmissionReview; answered 400',
  'too-large':
    'the body is larger, or takes more time or memory, than allowed; the object was admitted unchanged',
  'unsupported-media-type': 'the body is not JSON; answered 415',
  aborted: 'the body did not arrive',
};

const MEANS: Readonly<Record<AdmissionResult, string>> = {
  injected: 'everything that was asked for was injected',
  partial: 'some of it was',
  skipped: 'none of it was; the reason is on the pod',
  'not-requested': 'the pod does not ask',
  'already-injected': 'this webhook has already changed the pod',
  'not-a-pod-creation': 'the request is for another operation or kind; answered unchanged',
  'internal-error': 'the engine failed; the pod was admitted unchanged, and nothing is written on it',
  overloaded: 'the webhook could not keep up; the pod was admitted unchanged, and nothing is written on it',
  'dry-run': 'a dry run, with any result',
  ...UNANSWERED,
};

const VALIDATION_MEANS: Readonly<Record<ValidationResult, string>> = {
  accepted: 'the object can be used; there may have been warnings',
  refused: 'the object cannot be used; the answer names each place',
  'not-judged': 'the request is a deletion, or for another kind; allowed',
  'internal-error': 'the check failed; the object was allowed',
  ...UNANSWERED,
};

/** The values of `result` of the admissions. */
export const buildResultTable = (): string =>
  formatTable(
    ['result', 'means'],
    RESULTS.map((result) => [formatCode(result), MEANS[result]]),
  );

/** The values of `result` of the validations. */
export const buildValidationTable = (): string =>
  formatTable(
    ['result', 'means'],
    VALIDATIONS.map((result) => [formatCode(result), VALIDATION_MEANS[result]]),
  );
