import { isPullFailure } from '../core/kubernetes/image-reference.js';
import { findController } from '../core/kubernetes/controller.js';
import { isMember } from '../core/domain.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import { REASON_CODES, type ReasonCode } from '../core/reasons.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import { auditWorkloads, type Audit } from '../inspect/audit.js';
import {
  getUid,
  groupPods,
  OWNER_KINDS,
  type OwnerKind,
  type PodGroup,
} from '../inspect/cluster-workloads.js';
import { isEnded } from '../inspect/pod-report.js';
import { isKubeObject } from '../kube/exchange.js';
import type { KubeObject } from '../kube/object.js';
import { addCounts, addImages, NO_COUNTS, type AuditCounts, type AwaitedImage } from './counts.js';

/** What a page of a list leads to. */
export interface PageReading {
  /** Asks for the next page. */
  readonly next: string | undefined;
  /** Kinds of owners that are referred to, and not known yet. */
  readonly wants: readonly OwnerKind[];
}

/** The lists of one namespace while their pages come: what makes its pods, and of the pods one page at a time. */
export interface NamespacePages {
  /** Takes a page; undefined where it is none. */
  readonly take: (page: unknown) => PageReading | undefined;
  /** Judges the pods of the last page. `readSnapshot` is asked for each workload. */
  readonly judge: (readSnapshot: () => SnapshotLookups) => AuditCounts;
}

/** The registration is not read: only `audit` reports it, and it changes no count. */
const REGISTRATION = {
  kind: 'unknown',
  failure: { kind: 'not-found', message: '', remedy: '' },
} as const;

/** Begins with a namespace. */
export function createNamespacePages(): NamespacePages {
  const owners = new Map<string, KubeObject>();
  const counted = new Set<string>();
  let pods: readonly KubeObject[] = [];
  return {
    take: (page) => {
      const list = readList(page);
      if (list === undefined) return undefined;
      // For pods that have ended, nothing can be fixed, and an alert about them would never end.
      if (list.kind === 'Pod') pods = list.items.filter((pod) => !isEnded(pod));
      else for (const item of list.items) owners.set(getUid(item), trimOwner(item));
      return { next: list.next, wants: listWanted(list.items, owners) };
    },
    judge: (readSnapshot) => {
      const known = new Map([...owners, ...pods.map((pod) => [getUid(pod), pod] as const)]);
      return groupPods(pods, known).reduce((sum, group) => {
        const counts = judgeGroup(group, readSnapshot());
        const isNew = !counted.has(getUid(group.owner));
        if (counts.workloads > 0) counted.add(getUid(group.owner));
        return addCounts(sum, isNew ? counts : { ...counts, workloads: 0 });
      }, NO_COUNTS);
    },
  };
}

interface ListedObjects {
  readonly kind: string;
  readonly items: readonly KubeObject[];
  readonly next: string | undefined;
}

/** Objects in a list say neither their API version nor their kind. */
function readList(page: unknown): ListedObjects | undefined {
  if (!isRecord(page)) return undefined;
  const { apiVersion, kind: listKind, items } = page;
  if (typeof apiVersion !== 'string' || typeof listKind !== 'string') return undefined;
  const kind = listKind.slice(0, -'List'.length);
  const { continue: next } = readRecord(page, 'metadata');
  const objects = Array.isArray(items) ? items.filter(isKubeObject) : [];
  return {
    kind,
    items: objects.map((item) => ({ ...item, apiVersion, kind })),
    next: typeof next === 'string' && next !== '' ? next : undefined,
  };
}

/** What is needed of an owner: of one that has an owner itself only whose it is, of another one its template. */
function trimOwner(object: KubeObject): KubeObject {
  const { metadata } = object;
  const header = pickFields(object, ['apiVersion', 'kind']);
  if (findController(metadata) !== undefined)
    return { ...header, metadata: pickFields(metadata, ['name', 'namespace', 'uid', 'ownerReferences']) };
  return { ...omitFields(object, ['status']), metadata: omitFields(metadata, ['managedFields']) };
}

const pickFields = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));

const omitFields = (fields: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

function listWanted(
  objects: readonly KubeObject[],
  known: ReadonlyMap<string, KubeObject>,
): readonly OwnerKind[] {
  const wanted = objects.flatMap(({ metadata }) => {
    const owner = findController(metadata);
    const kind = OWNER_KINDS.find(
      (each) => each.kind === owner?.kind && each.apiVersion === owner.apiVersion,
    )?.kind;
    return owner === undefined || kind === undefined || known.has(owner.uid) ? [] : [kind];
  });
  return [...new Set(wanted)];
}

/** A workload that asks for too much of the cluster, or on which judging fails, is counted as one that was not judged. */
function judgeGroup({ owner, pods }: PodGroup, snapshot: SnapshotLookups): AuditCounts {
  try {
    const reading = { snapshot, registration: REGISTRATION };
    return sumAudit(auditWorkloads({ workloads: [{ object: owner, pods }] }, reading, undefined));
  } catch {
    return { ...NO_COUNTS, unjudged: 1 };
  }
}

const sumAudit = ({ workloads }: Audit): AuditCounts =>
  workloads
    .map(({ report, counts }) => ({
      ...{ workloads: 1, unjudged: 0, pods: counts },
      reasons: countReasons(report.pods),
      images: report.pods.reduce(addAwaitedImage, []),
    }))
    .reduce(addCounts, NO_COUNTS);

type ReportedPod = Audit['workloads'][number]['report']['pods'][number];

/** Anybody may write annotations of a pod: unknown codes are left out. */
function countReasons(pods: readonly ReportedPod[]): AuditCounts['reasons'] {
  const counts = new Map<ReasonCode, number>();
  for (const { verdict, reasons } of pods)
    for (const code of new Set(verdict === 'skipped' ? reasons : []))
      if (isMember(REASON_CODES, code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

function addAwaitedImage(images: readonly AwaitedImage[], { waiting }: ReportedPod): readonly AwaitedImage[] {
  if (waiting === undefined || !isPullFailure(waiting.reason)) return images;
  const { image, reason } = waiting;
  return addImages(images, [{ image, reason, pods: 1 }]);
}
