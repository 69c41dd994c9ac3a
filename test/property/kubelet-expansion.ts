import type { EnvVar } from '../../src/core/kubernetes/pod.js';

/**
 * Names that the kubelet looks up in a value, read character by character as it does: `$$` is a dollar sign, `$(NAME)`
 * a reference, and a bracket that is not closed is text.
 * https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export function expandedNames(value: string | undefined): readonly string[] {
  const names: string[] = [];
  const text = value ?? '';
  for (let at = 0; at < text.length - 1; at += 1) {
    if (text[at] !== '$') continue;
    const end = text[at + 1] === '(' ? text.indexOf(')', at) : -1;
    if (end >= 0) names.push(text.slice(at + 2, end));
    at = end >= 0 ? end : at + 1;
  }
  return names;
}

/** Tells whether a list defines a name before one of its places. */
export const isDefinedBefore = (env: readonly EnvVar[], index: number, name: string): boolean =>
  env.slice(0, Math.max(0, index)).some((entry) => entry.name === name);

/** The text that a program sees where no variable is defined: references stay as they are, `$$` becomes `$`. */
export function expandedText(value: string): string {
  return value.replaceAll(/\$\$|\$\([^)]*\)/g, (token) => (token === '$$' ? '$' : token));
}
