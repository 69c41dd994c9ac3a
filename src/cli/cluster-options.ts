import type { Command } from 'commander';
import type { Supposition } from '../inspect/what-if.js';
import type { LiveCluster } from '../live/live-cluster.js';
import type { NamespaceScope } from '../live/read-snapshot.js';
import { line, type TerminalText } from '../text/terminal-text.js';
import { UsageError } from '../text/terminal.js';

/** Which cluster and which part of it a command is about, as kubectl has it. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly allNamespaces?: true;
}

/** Options of `explain`. */
export interface ExplainFlags extends ClusterFlags {
  readonly filename?: readonly string[];
  readonly reason?: string;
  readonly whatIf?: readonly Supposition[];
  readonly output: 'text' | 'json';
  readonly color: boolean;
}

/** Options of `audit`. */
export interface AuditFlags extends ClusterFlags {
  readonly traces?: true;
  /** Minutes. */
  readonly since: number;
  readonly output: 'text' | 'json';
  readonly color: boolean;
}

/** Adds the options by which a command finds its cluster; `all` adds that for all namespaces. */
export function addKubectlOptions(command: Command, { all }: { readonly all: boolean }): Command {
  command
    .option(
      '--kubeconfig <file>',
      'kubeconfig (default: as kubectl: KUBECONFIG, ~/.kube/config, else this pod)',
    )
    .option('--context <name>', 'context of the kubeconfig (default: its current one)')
    .option('-n, --namespace <name>', 'namespace (default: that of the context)');
  return all ? command.option('-A, --all-namespaces', 'all namespaces') : command;
}

/** Opens the cluster that the options name. Throws `UsageError` where there is none, with what to do. */
export async function openChosenCluster({ kubeconfig, context }: ClusterFlags): Promise<LiveCluster> {
  const { openCluster } = await import('../live/open-cluster.js');
  const opened = await openCluster({ kubeconfig, context });
  if (opened.ok) return opened.value;
  throw new UsageError(opened.error);
}

/** What is printed about a cluster that takes long to read. */
export const describeReading = ({ context }: Pick<LiveCluster, 'context'>): TerminalText =>
  line`Reading the cluster ${context} …`;

/** The namespaces that the options mean. Throws `UsageError` where they say one and all of them. */
export function resolveScope(
  { namespace, allNamespaces }: ClusterFlags,
  cluster: Pick<LiveCluster, 'namespace'>,
): NamespaceScope {
  if (allNamespaces !== true) return [namespace ?? cluster.namespace];
  if (namespace === undefined) return 'all';
  throw new UsageError('-n and -A are both given; give one of them.');
}
