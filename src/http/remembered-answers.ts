import { hash } from 'node:crypto';
import { asksForInjection } from '../core/admit.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import type { AdmissionRequest } from '../core/review.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import type { JudgedAdmission } from './admission.js';
import { LONGEST_REMEMBERED, MOST_REMEMBERED } from './bounds.js';

/** Answers to pods of templates that were judged before: a controller makes many pods that differ in nothing but names. */
export interface RememberedAnswers {
  /** What a judgement of this request would give in this cluster: a remembered one, or that of `judge`, which is remembered. */
  readonly judge: <J extends JudgedAdmission | undefined>(
    request: AdmissionRequest,
    snapshot: SnapshotLookups,
    judge: () => J,
  ) => JudgedAdmission | J;
}

/** Remembers answers until the cluster changes. The `snapshot` that it is given must be another object after each change. */
export function createRememberedAnswers(most: number = MOST_REMEMBERED): RememberedAnswers {
  const known = new Map<string, JudgedAdmission>();
  let held: SnapshotLookups | undefined;
  return {
    judge: (request, snapshot, judge) => {
      // What asks for nothing is judged sooner than it is looked up.
      if (!asksForInjection(request, snapshot)) return judge();
      const template = readTemplate(request);
      if (template === undefined) return judge();
      if (held !== snapshot) known.clear();
      held = snapshot;
      const remembered = known.get(template.key);
      if (remembered !== undefined) return renameToken(remembered, UNNAMED, template.token);
      const judged = judge();
      if (judged !== undefined && canRemember(judged, template.token)) {
        const [oldest] = known.size < most ? [] : known.keys();
        if (oldest !== undefined) known.delete(oldest);
        known.set(template.key, renameToken(judged, template.token, UNNAMED));
      }
      return judged;
    },
  };
}

interface Template {
  /** A digest of all that the engine may read of the request. */
  readonly key: string;
  /** The name of the volume of the ServiceAccount's token, which is another one in each pod; empty where there is none. */
  readonly token: string;
}

/** Stands for the name of that volume; no name can have such characters. */
const UNNAMED = 'kube-api-access-\u2026';
/** https://github.com/kubernetes/kubernetes/blob/v1.36.3/plugin/pkg/admission/serviceaccount/admission.go */
const TOKEN_VOLUME = /^kube-api-access-[a-z0-9]{5}$/;

/**
 * Reads what pods of a template have in common: all of the request but its `uid`, the name of the token's volume, and
 * `managedFields`, which hold times and which nothing reads. Undefined where they cannot be separated.
 */
function readTemplate(request: AdmissionRequest): Template | undefined {
  const { object } = request;
  if (!isRecord(object)) return undefined;
  const text = JSON.stringify({ ...request, uid: '', object: omitManagedFields(object) });
  if (text.includes(UNNAMED)) return undefined;
  const token = findTokenVolume(object);
  if (token === '') return { key: hash('sha256', text), token };
  // Elsewhere it would be what somebody wrote, which may be sorted or compared.
  const parts = text.split(`"name":"${token}"`);
  return parts.some((part) => part.includes(token))
    ? undefined
    : { key: hash('sha256', parts.join(UNNAMED)), token };
}

function omitManagedFields(object: Fields): Fields {
  const { metadata } = object;
  return isRecord(metadata) ? { ...object, metadata: { ...metadata, managedFields: undefined } } : object;
}

function findTokenVolume(object: Fields): string {
  const { volumes } = readRecord(object, 'spec');
  if (!Array.isArray(volumes)) return '';
  for (const volume of volumes)
    if (isRecord(volume) && typeof volume['name'] === 'string' && TOKEN_VOLUME.test(volume['name']))
      return volume['name'];
  return '';
}

/** Tells whether an answer is of the engine, is not too long, and names the token's volume in its operations alone. */
function canRemember({ operations, fields, record }: JudgedAdmission, token: string): boolean {
  if (record?.kind === 'failed') return false;
  const told = fields + JSON.stringify(record ?? null);
  return operations.length + told.length <= LONGEST_REMEMBERED && (token === '' || !told.includes(token));
}

const renameToken = (judged: JudgedAdmission, from: string, to: string): JudgedAdmission =>
  from === '' || to === '' ? judged : { ...judged, operations: judged.operations.replaceAll(from, to) };
