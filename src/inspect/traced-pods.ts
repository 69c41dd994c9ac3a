import { listEnabledBackends, type Platform } from '../core/platform/platform.js';
import { findQueryAddress } from '../core/platform/query-address.js';
import type { Backend } from '../core/domain.js';
import type { Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import type { LiveCluster } from '../live/live-cluster.js';
import { parseJson } from '../text/parse-json.js';
import { READERS } from '../verify/query/readers.js';
import { readVariables } from './setting-changes.js';
import type { WorkloadPodReport, WorkloadReport } from './workload-report.js';

/** Whether the backend has a trace of a pod; `unknown` with why it could not be asked. */
export type TraceState =
  | { readonly kind: 'traced' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'unknown'; readonly why: string };

/** The time in which traces are looked for, in milliseconds since 1970. */
export interface TraceWindow {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Pods that are asked for; each is a request to the backend. */
const MOST_ASKED = 500;
/** Requests at a time. */
const AT_ONCE = 8;

/** The injected pods of a workload that run. */
export const listTracingPods = ({ pods }: WorkloadReport): readonly WorkloadPodReport[] =>
  pods.filter(
    ({ verdict, isEnded, waiting }) =>
      (verdict === 'injected' || verdict === 'partial') && !isEnded && waiting === undefined,
  );

/**
 * Asks the backends which injected pods they have a trace of, through the API server, which hands the request on to the
 * backend's Service. https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/
 */
export async function readTraceStates(
  cluster: LiveCluster,
  reports: readonly WorkloadReport[],
  {
    platform,
    objects,
    window,
  }: {
    readonly platform: Platform | undefined;
    readonly objects: ReadonlyMap<string, KubeObject>;
    readonly window: TraceWindow;
  },
): Promise<ReadonlyMap<string, TraceState>> {
  const asked = reports.flatMap((report) =>
    listTracingPods(report).map(({ uid }) => ({ uid, report, pod: objects.get(uid) })),
  );
  const states = new Map<string, TraceState>(
    asked
      .slice(MOST_ASKED)
      .map(({ uid }) => [
        uid,
        { kind: 'unknown', why: `the backend is asked for ${MOST_ASKED} pods at most` },
      ]),
  );
  const waiting = asked.slice(0, MOST_ASKED);
  const askNext = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { uid, report, pod } = next;
      const service = findServiceName(pod, report);
      const backend = findBackend(report, platform);
      states.set(uid, await askBackend(cluster, { platform, backend, service, podUid: uid }, window));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askNext));
  return states;
}

const listInjections = ({ decisions }: WorkloadReport): WorkloadReport['decisions'][number]['injections'] =>
  decisions.flatMap(({ injections }) => injections);

/** The name that the pod itself has, else that of a new one. */
function findServiceName(pod: Fields | undefined, report: WorkloadReport): string {
  const names = listInjections(report).map(({ container, settings }) => {
    const own = pod === undefined ? undefined : readVariables(pod, container).get('OTEL_SERVICE_NAME');
    return own ?? settings.find(({ name }) => name === 'OTEL_SERVICE_NAME')?.value;
  });
  return names.find((name) => name !== undefined) ?? report.name;
}

const findBackend = (report: WorkloadReport, platform: Platform | undefined): Backend | undefined =>
  listInjections(report).find(({ backend }) => backend !== undefined)?.backend ??
  (platform === undefined ? undefined : listEnabledBackends(platform)[0]);

interface AskedPod {
  readonly platform: Platform | undefined;
  readonly backend: Backend | undefined;
  readonly service: string;
  readonly podUid: string;
}

async function askBackend(
  cluster: LiveCluster,
  { platform, backend, service, podUid }: AskedPod,
  window: TraceWindow,
): Promise<TraceState> {
  const unknown = (why: string): TraceState => ({ kind: 'unknown', why });
  if (platform === undefined || backend === undefined)
    return unknown('there is no TracingPlatform that names a backend');
  if (platform.backends[backend]?.tenant !== undefined)
    return unknown(`${backend} has tenants; only verify can ask for those`);
  const address = findQueryAddress(platform, backend);
  if (address?.service === undefined) return unknown(`${backend} is not a Service of this cluster`);
  const { namespace, name, port } = address.service;
  const { searchPath, hasFound } = READERS[backend];
  const base = `/api/v1/namespaces/${namespace}/services/${name}:${port.toString()}/proxy${new URL(address.url).pathname.replace(/\/$/, '')}`;
  const answer = await cluster.readText(
    `${base}${searchPath({ service, podUid, ...window })}`,
    'application/json',
  );
  if (!answer.ok) return unknown(answer.error.message);
  const found = hasFound(parseJson(answer.value.text));
  if (found === undefined) return unknown(`${backend} did not answer like its query API`);
  return { kind: found ? 'traced' : 'silent' };
}
