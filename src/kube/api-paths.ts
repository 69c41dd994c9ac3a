import type { ApiCall } from './api-calls.js';

/** Which objects of a resource are meant. */
export interface ObjectTarget {
  /** Only the one of this name. */
  readonly name?: string;
  /** Only those of this namespace, for rows of all namespaces. */
  readonly namespace?: string;
}

/** Path of a resource; `ownNamespace` is where the webhook runs. */
export function buildCollectionPath(
  call: ApiCall,
  { namespace }: ObjectTarget,
  ownNamespace: string,
): string {
  const { group, version, resource, scope } = call;
  const where = scope === 'own-namespace' ? ownNamespace : namespace;
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return scope === 'cluster' || where === undefined
    ? `${root}/${resource}`
    : `${root}/namespaces/${encodeURIComponent(where)}/${resource}`;
}

/** Path of one object, or of its subresource. */
export function buildObjectPath(call: ApiCall, name: string, ownNamespace: string): string {
  const path = `${buildCollectionPath(call, {}, ownNamespace)}/${encodeURIComponent(name)}`;
  return call.subresource === undefined ? path : `${path}/${call.subresource}`;
}

/** Selects one name in a list or watch, which RBAC takes for the right to that name alone. */
export const buildFieldSelector = ({ name }: ObjectTarget): { readonly fieldSelector?: string } =>
  name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };

/** A query string; parameters that are undefined are left out. */
export function formatQuery(
  parameters: Readonly<Record<string, string | number | boolean | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters))
    if (value !== undefined) query.set(key, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}
