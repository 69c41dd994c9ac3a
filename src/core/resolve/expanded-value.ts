import { parseReferences } from '../kubernetes/variable-reference.js';

/** The value of a reference: text, nothing (the kubelet leaves `$(NAME)` as it is), or something that is not known here. */
export type Referent =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'nothing' | 'unknown' };

/**
 * Expands the references of a variable's value as the kubelet does; undefined where one of them is not known.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expandReferences(value: string, find: (name: string) => Referent): string | undefined {
  if (!value.includes('$')) return value;
  let text = '';
  let end = 0;
  for (const token of parseReferences(value)) {
    text += value.slice(end, token.start);
    const part = expandToken(value.slice(token.start, token.end), token.name, find);
    if (part === undefined) return undefined;
    text += part;
    end = token.end;
  }
  return text + value.slice(end);
}

function expandToken(
  written: string,
  name: string | undefined,
  find: (name: string) => Referent,
): string | undefined {
  if (name === undefined) return '$';
  const referent = find(name);
  switch (referent.kind) {
    case 'text':
      return referent.text;
    case 'nothing':
      return written;
    case 'unknown':
      return undefined;
  }
}
