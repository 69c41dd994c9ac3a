import { parse } from 'yaml';
import type { InjectedText } from '../../../src/inject/manifests.js';

export type ArgoKind = 'Workflow' | 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow';

/** A workflow of a kind with templates. */
export const workflow = (
  templates: readonly object[],
  rest: object = {},
  kind: ArgoKind = 'Workflow',
): object => {
  const spec = { entrypoint: 'main', templates, ...rest };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    metadata: { name: 'etl', namespace: 'shop' },
    spec: kind === 'CronWorkflow' ? { schedule: '* * * * *', workflowSpec: spec } : spec,
  };
};

interface ArgoTemplate {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly container?: ArgoContainer;
  readonly script?: ArgoContainer;
  readonly sidecars?: readonly ArgoContainer[];
  readonly containerSet?: { readonly containers: readonly ArgoContainer[] };
  readonly initContainers?: readonly { readonly name: string }[];
  readonly volumes?: readonly { readonly name: string }[];
}
interface ArgoContainer {
  readonly name?: string;
  readonly source?: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

/** The first template after injection. */
export function firstTemplate({ after }: InjectedText): ArgoTemplate {
  const { spec } = parse(after) as {
    spec: { templates?: ArgoTemplate[]; workflowSpec?: { templates: ArgoTemplate[] } };
  };
  return (spec.templates ?? spec.workflowSpec?.templates ?? [])[0] ?? {};
}

/** The value of a variable of a container. */
export const valueOf = (container: ArgoContainer | undefined, name: string): string | undefined =>
  container?.env?.find((variable) => variable.name === name)?.value;

export const IMAGE = { image: 'etl:1' };
