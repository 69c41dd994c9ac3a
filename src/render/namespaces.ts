import { findValueAt } from '../core/objects/paths.js';
import type { CommentedDocument } from './yaml-text.js';

const NAMESPACE_HEAD =
  'To remove the objects below, render them with --no-namespaces: deleting the Namespace deletes all that is in it.';

/** The Namespaces of objects. Argo CD leaves them where they are, since others use them as well. */
export function buildNamespaces(objects: readonly CommentedDocument[]): readonly CommentedDocument[] {
  const names = objects.map(({ value }) => findValueAt(value, ['metadata', 'namespace']));
  return [...new Set(names)]
    .filter((name) => name !== undefined)
    .map((name) => ({
      head: NAMESPACE_HEAD,
      value: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name,
          // https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
          annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        },
      },
    }));
}
