import { admit } from '../core/admit.js';
import type { Fields } from '../core/json.js';
import type { Pod } from '../core/kubernetes/pod.js';
import type { Outcome } from '../core/outcome.js';
import { buildCreationRequest } from '../core/review.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import { err, ok, type Result } from '../core/result.js';
import type { LiveCluster } from '../live/live-cluster.js';
import type { SnapshotReading } from '../live/read-snapshot.js';
import { listAccessCommands, type AccessCommand } from '../render/access-commands.js';
import { resolveRenderSettings } from '../render/settings.js';
import { readRouteHops, type RouteHop } from './route-hops.js';
import { listSettingChanges, type SettingChange } from './setting-changes.js';
import { replacePlatform, supposePlatform, type Supposition } from './what-if.js';
import type { WebhookTimes } from './webhook-times.js';
import type { WorkloadReport } from './workload-report.js';

/** All that is explained of one workload. */
export interface Explanation {
  readonly report: WorkloadReport;
  readonly reading: SnapshotReading;
  readonly times: WebhookTimes | undefined;
  readonly route: readonly RouteHop[];
  /** How a person reaches what shows traces. */
  readonly access: readonly AccessCommand[];
  /** What would be otherwise; undefined where nothing was supposed. */
  readonly supposed: SupposedOutcome | undefined;
}

/** What would become of new pods were the platform another. */
export interface SupposedOutcome {
  readonly suppositions: readonly string[];
  readonly status: 'injected' | 'partial' | 'skipped' | 'unchanged';
  readonly changes: readonly SettingChange[];
  readonly messages: readonly string[];
}

/** Reads what the platform's choice says of the ways to look at traces; none where there is no good one. */
export function listAccess(platform: Fields | undefined): readonly AccessCommand[] {
  const read = platform === undefined ? undefined : parseTracingPlatform(platform);
  return read?.ok === true ? listAccessCommands(resolveRenderSettings(read.value, { replicas: 1 })) : [];
}

/** The route from the containers that would be injected. */
export const readRoute = (
  cluster: LiveCluster,
  { decisions, namespace }: WorkloadReport,
  { snapshot }: SnapshotReading,
): Promise<readonly RouteHop[]> =>
  readRouteHops(
    cluster,
    decisions.flatMap(({ injections }) => injections),
    { platform: snapshot.platform.kind === 'ready' ? snapshot.platform.platform : undefined, namespace },
  );

/**
 * What would become of new pods were the platform as it is supposed. Refuses what a TracingPlatform may not say, with a
 * sentence for each field.
 */
export function supposeOutcome(
  { decisions, namespace }: WorkloadReport,
  { snapshot }: SnapshotReading,
  {
    platform,
    suppositions,
  }: { readonly platform: Fields | undefined; readonly suppositions: readonly Supposition[] },
): Result<SupposedOutcome | undefined> {
  const [first] = decisions;
  if (suppositions.length === 0 || first === undefined) return ok(undefined);
  const supposed = replacePlatform(snapshot, supposePlatform(platform, suppositions));
  if (!supposed.ok) return err(supposed.error);
  const pod = first.workload.pod as Pod;
  const [now, then] = [snapshot, supposed.value].map((each) =>
    admit(buildCreationRequest(pod, namespace), each),
  );
  const running = now?.kind === 'decided' ? now.pod : pod;
  return ok({
    suppositions: suppositions.map(({ text }) => text),
    status: then?.kind === 'decided' ? then.status : 'unchanged',
    changes: then?.kind === 'decided' ? listSettingChanges(running as never, pod as never, then) : [],
    messages: listMessages(then),
  });
}

const listMessages = (outcome: Outcome | undefined): readonly string[] =>
  outcome?.kind === 'decided' ? outcome.findings.map(({ message }) => message) : [];
