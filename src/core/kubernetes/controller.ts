import { isRecord, listRecords, type Fields } from '../json.js';

/** The object that made another one, as that refers to it. */
export interface Controller {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * The reference to the controller in metadata of any shape; undefined where there is none.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function findControllerReference(metadata: unknown): Fields | undefined {
  const owners: unknown = isRecord(metadata) ? metadata['ownerReferences'] : undefined;
  return listRecords(owners).find((each) => each['controller'] === true);
}

/** The controller in metadata of any shape, where all of it is known. */
export function findController(metadata: unknown): Controller | undefined {
  const { apiVersion, kind, name, uid } = findControllerReference(metadata) ?? {};
  const isKnown = [apiVersion, kind, name, uid].every((text) => typeof text === 'string' && text !== '');
  return isKnown ? ({ apiVersion, kind, name, uid } as Controller) : undefined;
}
