/**
 * Names that a value refers to as `$(NAME)`, as the kubelet reads them: `$$` is an escaped dollar sign, so `$$(NAME)`
 * refers to nothing.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function referencesIn(value: string | undefined): readonly string[] {
  if (value?.includes('$(') !== true) return [];
  return [...value.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/**
 * Escapes text so that the kubelet writes it as it is: `$(` becomes `$$(`, and since two dollar signs mean one, each of
 * several in a row is doubled too.
 */
export const literal = (text: string): string =>
  text.replaceAll(/\$+(?=\()|\${2,}/g, (signs) => signs + signs);
