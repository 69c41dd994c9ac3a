import picocolors from 'picocolors';
import { findNearestKey } from '../core/decide/nearest-key.js';
import { isMember } from '../core/domain.js';
import { findController } from '../core/kubernetes/controller.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import { formatApiVersion, OBJECT_KINDS } from '../core/object-kinds.js';
import { REASONS } from '../core/reasons.js';
import { INJECT_REASONS } from '../inject/inject-reasons.js';
import { readWorkloads, type WorkloadPods } from '../inspect/cluster-workloads.js';
import { listAccess, readRoute, supposeOutcome, type Explanation } from '../inspect/explained-workload.js';
import { formatLiveExplanation } from '../inspect/format-explanation.js';
import { formatGaps, formatSentence } from '../inspect/format-parts.js';
import { parseObjectName, type NamedObject } from '../inspect/object-name.js';
import { buildExplanationData } from '../inspect/report-data.js';
import { readWebhookTimes } from '../inspect/webhook-times.js';
import { buildWorkloadReport, needsWork } from '../inspect/workload-report.js';
import type { KubeObject } from '../kube/object.js';
import type { LiveAnswer, LiveCluster } from '../live/live-cluster.js';
import { readSnapshot } from '../live/read-snapshot.js';
import { doWithProgress } from '../text/progress.js';
import { formatJsonReport, formatLines, line } from '../text/terminal-text.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import { describeReading, openChosenCluster, type ExplainFlags } from './cluster-options.js';
import { runInject } from './run-inject.js';

/**
 * Explains an object of a cluster, what would happen in it to objects of files, or a reason. Returns 1 if something
 * needs to be done. Throws `UsageError` for input that cannot be read, with what to do about it.
 */
export async function runExplain(
  words: readonly string[],
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  if (flags.reason !== undefined) return explainReason(flags.reason, flags, terminal);
  const cluster = await openChosenCluster(flags);
  return flags.filename === undefined
    ? explainObject(cluster, words, flags, terminal)
    : explainFiles(cluster, { ...flags, filename: flags.filename }, terminal);
}

const ALL_REASONS = { ...REASONS, ...INJECT_REASONS };
const CODES = Object.keys(ALL_REASONS) as readonly (keyof typeof ALL_REASONS)[];

function explainReason(code: string, { output }: ExplainFlags, terminal: Terminal): ExitCode {
  if (!isMember(CODES, code)) {
    const near = findNearestKey(code, CODES);
    const hint = near === undefined ? 'docs/reasons.md lists them all' : `did you mean ${near}?`;
    throw new UsageError(`There is no reason ${code}; ${hint}`);
  }
  const { kind, summary, remedy } = ALL_REASONS[code];
  const docs = `docs/reasons.md#${code}`;
  terminal.out(
    output === 'json'
      ? formatJsonReport({ code, kind, summary, remedy, docs })
      : formatLines([
          line`${code} (${kind})`,
          ...formatSentence('  ', summary),
          ...formatSentence('  ', `remedy: ${remedy}`),
          line`  ${docs}`,
        ]),
  );
  return 0;
}

async function explainFiles(
  cluster: LiveCluster,
  flags: ExplainFlags & { readonly filename: readonly string[] },
  terminal: Terminal,
): Promise<ExitCode> {
  const namespace = flags.namespace ?? cluster.namespace;
  const { snapshot, gaps } = await doWithProgress(terminal, describeReading(cluster), () =>
    readSnapshot(cluster, 'all'),
  );
  terminal.err(formatLines(formatGaps(gaps)));
  return runInject(
    {
      files: flags.filename,
      contexts: [],
      namespace,
      languages: snapshot.languages,
      rules: [],
      cluster: snapshot,
    },
    flags.output === 'json' ? 'explanation-json' : 'explanation',
    terminal,
  );
}

async function explainObject(
  cluster: LiveCluster,
  words: readonly string[],
  flags: ExplainFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const named = parseObjectName(words);
  if (!named.ok) throw new UsageError(`${named.error}.`);
  const namespace = flags.namespace ?? cluster.namespace;
  const explanation = await doWithProgress(terminal, describeReading(cluster), async () =>
    explainWorkload(cluster, await findWorkload(cluster, named.value, namespace), flags),
  );
  terminal.err(formatLines(formatGaps(explanation.reading.gaps)));
  terminal.out(
    flags.output === 'json'
      ? formatJsonReport(buildExplanationData(explanation))
      : formatLines(formatLiveExplanation(explanation, picocolors.createColors(terminal.color))),
  );
  return needsWork(explanation.report) ? 1 : 0;
}

/** The workload that is named, or that a named pod belongs to, with that pod alone. */
async function findWorkload(
  cluster: LiveCluster,
  named: NamedObject,
  namespace: string,
): Promise<WorkloadPods> {
  const object = unwrapAnswer(await cluster.read({ ...named, namespace }));
  const { workloads, gaps } = await readWorkloads(cluster, [namespace]);
  const failed = gaps.find(({ what }) => what === 'Pods');
  if (failed !== undefined) throw buildReadError(failed.failure);
  if (named.kind === 'Pod') {
    const { uid } = object.metadata;
    const owner = workloads.find(({ pods }) => pods.some(({ metadata }) => metadata.uid === uid));
    return { object: owner?.object ?? object, pods: [object] };
  }
  const root = await findRootObject(cluster, object, namespace);
  return (
    workloads.find((each) => each.object.metadata.uid === root.metadata.uid) ?? { object: root, pods: [] }
  );
}

/** The outermost owner of an object: that of a ReplicaSet is its Deployment. */
async function findRootObject(
  cluster: LiveCluster,
  object: KubeObject,
  namespace: string,
): Promise<KubeObject> {
  const owner = findController(object.metadata);
  if (owner === undefined) return object;
  const read = await cluster.read({ ...owner, namespace });
  return read.ok ? findRootObject(cluster, { ...read.value, ...pickType(owner) }, namespace) : object;
}

const pickType = ({
  apiVersion,
  kind,
}: Pick<NamedObject, 'apiVersion' | 'kind'>): Pick<NamedObject, 'apiVersion' | 'kind'> => ({
  apiVersion,
  kind,
});

async function explainWorkload(
  cluster: LiveCluster,
  found: WorkloadPods,
  { whatIf = [] }: ExplainFlags,
): Promise<Explanation> {
  const { namespace = cluster.namespace } = found.object.metadata;
  const [reading, stored] = await Promise.all([
    readSnapshot(cluster, [namespace]),
    cluster.read({
      apiVersion: formatApiVersion(OBJECT_KINDS.TracingPlatform),
      kind: 'TracingPlatform',
      name: PLATFORM_NAME,
    }),
  ]);
  const times = await readWebhookTimes(cluster, reading.installation, reading.registration);
  const report = buildWorkloadReport(found, { reading, times });
  const platform = stored.ok ? stored.value : undefined;
  const supposed = supposeOutcome(report, reading, { platform, suppositions: whatIf });
  if (!supposed.ok)
    throw new UsageError('--what-if sets a value that a TracingPlatform may not have', supposed.error);
  const route = await readRoute(cluster, report, reading);
  return { report, reading, times, route, access: listAccess(platform), supposed: supposed.value };
}

function unwrapAnswer<T>(answer: LiveAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw buildReadError(answer.error);
}

const buildReadError = ({
  message,
  remedy,
}: {
  readonly message: string;
  readonly remedy: string;
}): UsageError => new UsageError(`${message} ${remedy}`);
