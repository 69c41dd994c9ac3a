import type { ReasonCode } from '../core/reasons.js';
import { POD_COUNTS, type PodCounts } from '../inspect/audit.js';
import { MOST_IMAGES, MOST_NAMESPACES } from './bounds.js';

/** Pods that wait for one image of an agent. */
export interface AwaitedImage {
  readonly image: string;
  /** As the kubelet names what is wrong: `ImagePullBackOff`. */
  readonly reason: string;
  readonly pods: number;
}

/** What happened to the pods of a part of a cluster. */
export interface AuditCounts {
  /** Workloads with pods that have anything to do with injection. */
  readonly workloads: number;
  readonly pods: PodCounts;
  /** Workloads that could not be judged. */
  readonly unjudged: number;
  /** Skipped pods by the reasons on them; one may have several. */
  readonly reasons: ReadonlyMap<ReasonCode, number>;
  /** The first that were found. */
  readonly images: readonly AwaitedImage[];
}

/** Counts of a part of a cluster in which there is nothing. */
export const NO_COUNTS: AuditCounts = {
  ...{ workloads: 0, unjudged: 0, images: [], reasons: new Map() },
  pods: { pods: 0, injected: 0, skipped: 0, missed: 0, outdated: 0, stuck: 0 },
};

/** The counts of two parts together. */
export function addCounts(left: AuditCounts, right: AuditCounts): AuditCounts {
  return {
    workloads: left.workloads + right.workloads,
    unjudged: left.unjudged + right.unjudged,
    pods: mapPodCounts((name) => left.pods[name] + right.pods[name]),
    reasons: addReasons(left.reasons, right.reasons),
    images: addImages(left.images, right.images),
  };
}

const mapPodCounts = (count: (name: (typeof POD_COUNTS)[number]) => number): PodCounts =>
  Object.fromEntries(POD_COUNTS.map((name) => [name, count(name)])) as PodCounts;

function addReasons(left: AuditCounts['reasons'], right: AuditCounts['reasons']): AuditCounts['reasons'] {
  const sum = new Map(left);
  for (const [code, pods] of right) sum.set(code, (sum.get(code) ?? 0) + pods);
  return sum;
}

/** The pods that wait for the same image for the same reason together. */
export function addImages(
  left: readonly AwaitedImage[],
  right: readonly AwaitedImage[],
): readonly AwaitedImage[] {
  const sum = new Map<string, AwaitedImage>();
  for (const each of [...left, ...right]) {
    const key = `${each.reason} ${each.image}`;
    const there = sum.get(key);
    if (there !== undefined || sum.size < MOST_IMAGES)
      sum.set(key, { ...each, pods: each.pods + (there?.pods ?? 0) });
  }
  return [...sum.values()];
}

/** The name for all namespaces that are not named. */
export const OTHER_NAMESPACES = 'other';

/**
 * The namespaces that metrics name, and all others as one: first those in which most is to be done, then those with most
 * pods. A namespace that is called like the others is one of them.
 */
export function limitNamespaces(
  namespaces: ReadonlyMap<string, AuditCounts>,
  most = MOST_NAMESPACES,
): ReadonlyMap<string, AuditCounts> {
  const named = [...namespaces].filter(([name, { workloads }]) => workloads > 0 && name !== OTHER_NAMESPACES);
  const sorted = named.sort(([, left], [, right]) => compareCounts(left, right));
  const own = namespaces.get(OTHER_NAMESPACES);
  const others = [
    ...sorted.slice(most).map(([, counts]) => counts),
    ...(own === undefined || own.workloads === 0 ? [] : [own]),
  ];
  const rest: readonly (readonly [string, AuditCounts])[] =
    others.length === 0 ? [] : [[OTHER_NAMESPACES, others.reduce(addCounts)]];
  return new Map([...sorted.slice(0, most), ...rest]);
}

/** What is to be done first comes first. */
const WEIGHTS = ['missed', 'stuck', 'outdated', 'pods'] as const;

function compareCounts(left: AuditCounts, right: AuditCounts): number {
  const name = WEIGHTS.find((each) => left.pods[each] !== right.pods[each]);
  return name === undefined ? 0 : right.pods[name] - left.pods[name];
}
