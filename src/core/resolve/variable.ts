import type { Origin } from '../domain.js';
import type { NamedSetting } from '../outcome.js';
import type { EnvVar } from '../kubernetes/pod.js';

/** A variable that was resolved: its text, or a key of a Secret in the pod's own namespace. */
export type Variable = NamedSetting | SecretVariable;

interface SecretVariable {
  readonly name: string;
  readonly secret: { readonly name: string; readonly key: string };
  readonly origin: Origin;
}

/** A variable as a container has it. A Secret that is missing costs the trace, not the pod. */
export function buildEnvVar(variable: Variable): EnvVar {
  const { name } = variable;
  return 'secret' in variable
    ? { name, valueFrom: { secretKeyRef: { ...variable.secret, optional: true } } }
    : { name, value: variable.value };
}

/** The text of a variable among others; undefined where it is absent or of a Secret. */
export function findVariableText(variables: readonly Variable[], name: string): string | undefined {
  const found = variables.find((variable) => variable.name === name);
  return found === undefined || 'secret' in found ? undefined : found.value;
}
