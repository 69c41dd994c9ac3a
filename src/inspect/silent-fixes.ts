import { NODE_MODULES } from '../core/agents/nodejs.js';
import { getHintKey, getInjectKey } from '../core/annotations.js';
import type { Language } from '../core/domain.js';
import { formatKubectl, formatMergePatch } from '../core/kubectl-command.js';
import { canSetEnv, hasRestart } from './fixes.js';
import { readWritten } from './format-explanation.js';
import type { WorkloadReport } from './workload-report.js';

type WorkloadName = Pick<WorkloadReport, 'kind' | 'namespace' | 'name' | 'decisions'>;

/** What the template itself writes into a variable of a container. */
const findWritten = ({ decisions }: WorkloadName, container: string, name: string): string | undefined =>
  decisions
    .map(({ workload: { pod } }) => readWritten(pod, container, name))
    .find((value) => value !== undefined);

const formatSetEnv = (
  { kind, namespace, name }: WorkloadName,
  container: string,
  words: readonly string[],
): { readonly command?: string } =>
  canSetEnv(kind)
    ? {
        command: formatKubectl(
          ...['-n', namespace, 'set', 'env', `${kind.toLowerCase()}/${name}`, '-c', container],
          ...words,
        ),
      }
    : {};

/** Has the webhook give the program the loader. */
export const buildLoaderFix = (report: WorkloadName): { readonly command?: string } =>
  formatAnnotationPatch(report, { [getHintKey(NODE_MODULES)]: 'es' });

const SAMPLER = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];

/** Takes the sampler away from a template that has it. One that is elsewhere does not belong to this workload alone. */
export function buildSamplerFix(report: WorkloadReport, container: string): { readonly command?: string } {
  const own = SAMPLER.filter((name) => findWritten(report, container, name) !== undefined);
  return own.length === 0
    ? {}
    : formatSetEnv(
        report,
        container,
        own.map((name) => `${name}-`),
      );
}

/** Asks for the language that a program is of, and not for another, where the pod asks for no other container. */
export function buildLanguageFix(
  report: WorkloadName & Pick<WorkloadReport, 'requests'>,
  asked: Language,
  meant: Language,
): { readonly command?: string } {
  const injections = report.decisions.flatMap((decision) => decision.injections);
  const [request, ...others] = report.requests;
  if (injections.length !== 1 || others.length > 0 || request?.origin !== 'pod') return {};
  return formatAnnotationPatch(report, { [getInjectKey(asked)]: null, [getInjectKey(meant)]: request.value });
}

function formatAnnotationPatch(
  { kind, namespace, name }: WorkloadName,
  annotations: Readonly<Record<string, string | null>>,
): { readonly command?: string } {
  if (!hasRestart(kind)) return {};
  const target = ['-n', namespace, 'patch', `${kind.toLowerCase()}/${name}`];
  return { command: formatMergePatch(target, { spec: { template: { metadata: { annotations } } } }) };
}
