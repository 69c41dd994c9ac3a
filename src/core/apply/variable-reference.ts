/**
 * Names that a value refers to as `$(NAME)`, as the kubelet reads them: `$$` is an escaped dollar sign, so `$$(NAME)`
 * refers to nothing.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function referencesIn(value: string | undefined): readonly string[] {
  if (value?.includes('$(') !== true) return [];
  return [...value.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** Escapes text so that the kubelet writes it as it is: each `$(` becomes `$$(`. */
export const literal = (text: string): string => text.replaceAll('$(', '$$$$(');
