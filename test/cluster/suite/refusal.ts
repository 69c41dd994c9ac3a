import { kubectl } from './test-cluster.js';

/** What `kubectl apply` says of a file that is refused; empty where it would be taken. Nothing is stored. */
export function refusalOf(file: string): string {
  try {
    kubectl('apply', '--dry-run=server', '-f', file);
    return '';
  } catch (error) {
    return String(error);
  }
}
