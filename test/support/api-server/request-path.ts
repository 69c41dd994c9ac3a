/** What a path of the Kubernetes API asks for; https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris */
export interface ApiPath {
  /** `group/version/resource`, the core group being empty. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

const PATH = /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)\/(?<rest>.+)$/;

/** Reads a path; `undefined` for one that no resource has. */
export function apiPath(path: string): ApiPath | undefined {
  const groups = PATH.exec(path)?.groups;
  if (groups?.['rest'] === undefined) return undefined;
  const parts = groups['rest'].split('/').map(decodeURIComponent);
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? parts[1] : undefined;
  const [resource, name, subresource] = namespace === undefined ? parts : parts.slice(2);
  const group = groups['group'] ?? '';
  return { resource: [group, groups['version'], resource].join('/'), namespace, name, subresource };
}
