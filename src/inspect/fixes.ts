import { AGENTS } from '../core/agents/agents.js';
import { listRecords, readRecord } from '../core/json.js';
import { CREATE_PLATFORM, formatKubectl, formatMergePatch, quoteWord } from '../core/kubectl-command.js';
import type { TemplateDecision } from '../inject/decision.js';
import type { KubeObject } from '../kube/object.js';
import { listContainers } from './fresh-pod.js';

/** How the pods of a workload are made anew, by its kind; what has no entry has no such command. */
const RESTARTS: Readonly<Record<string, (namespace: string, name: string) => string>> = {
  ...Object.fromEntries(
    ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => [
      kind,
      (namespace: string, name: string) =>
        formatKubectl('-n', namespace, 'rollout', 'restart', `${kind.toLowerCase()}/${name}`),
    ]),
  ),
  // https://argo-rollouts.readthedocs.io/en/stable/features/restart/
  Rollout: (namespace, name) => formatKubectl('argo', 'rollouts', 'restart', name, '-n', namespace),
};

/** Tells whether pods of a kind are made anew by a command, and so when their template is changed. */
export const hasRestart = (kind: string): boolean => kind in RESTARTS;

/** Kinds whose variables kubectl sets; it knows no kinds of others. */
export const canSetEnv = (kind: string): boolean => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);

/** The command by which the pods of a workload are made anew; for kinds that have none, their deletion one by one. */
export function buildRestart(
  { kind = '', metadata }: KubeObject,
  pods: readonly { readonly name: string; readonly verdict: string }[],
): string | undefined {
  const { namespace = 'default', name = '' } = metadata;
  const restart = RESTARTS[kind];
  if (restart !== undefined) return restart(namespace, name);
  // The next run of a CronJob has new pods; a Job must be applied again by whoever made it.
  if (kind === 'CronJob' || pods.length === 0) return undefined;
  if (kind === 'Job') return formatKubectl('-n', namespace, 'delete', `job/${name}`);
  // A lone pod that was left as it was written can be made again as it is. It is gone before, so it is kept in a file.
  if (kind === 'Pod' && pods.every(({ verdict }) => verdict === 'missed')) {
    const file = quoteWord(`${name}.yaml`);
    return `${formatKubectl('-n', namespace, 'get', 'pod', name, '-o', 'yaml')} > ${file} && kubectl replace --force -f ${file}`;
  }
  return formatKubectl('-n', namespace, 'delete', 'pod', ...pods.map((pod) => pod.name));
}

/** The commands that correct the TracingPlatform, so that what a template asks for is not refused. */
export function listPlatformFixes(decisions: readonly TemplateDecision[]): readonly string[] {
  const refusals = decisions.flatMap(({ reasons }) => reasons);
  const isMissing = refusals.some(({ code }) => code === 'instrumentation-missing');
  const disabled = refusals.flatMap(({ code, language }) =>
    code === 'language-disabled' && language !== undefined ? [[language, { enabled: true }] as const] : [],
  );
  return [
    ...(isMissing ? [CREATE_PLATFORM] : []),
    ...(disabled.length === 0
      ? []
      : [
          formatMergePatch(['patch', 'tracingplatform', 'default'], {
            spec: { agents: Object.fromEntries(disabled) },
          }),
        ]),
  ];
}

/** Variables by which any agent's tracing is switched off. */
const SWITCHES: ReadonlySet<string> = new Set(
  Object.values(AGENTS).flatMap(({ switches }) => switches.flatMap(({ variables }) => variables)),
);

/** The commands that take away the variables of a template's own by which tracing is switched off. */
export const listSwitchFixes = (
  { kind = '', metadata: { namespace = 'default', name = '' } }: KubeObject,
  decisions: readonly TemplateDecision[],
): readonly string[] =>
  decisions.flatMap(({ reasons, workload: { pod } }) =>
    reasons.flatMap(({ code, container, message }) => {
      if (code !== 'tracing-switched-off' || container === undefined || !canSetEnv(kind)) return [];
      const found = listContainers(readRecord({ pod }, 'pod'), 'containers').find(
        (each) => each.name === container,
      );
      // The sentence names the variable; words of it may be variables of the program.
      const names = listRecords(found?.['env']).flatMap(({ name: variable }) =>
        typeof variable === 'string' && SWITCHES.has(variable) && message.includes(variable)
          ? [variable]
          : [],
      );
      if (names.length === 0) return [];
      const words = ['-c', container, ...names.map((variable) => `${variable}-`)];
      return [formatKubectl('-n', namespace, 'set', 'env', `${kind.toLowerCase()}/${name}`, ...words)];
    }),
  );
