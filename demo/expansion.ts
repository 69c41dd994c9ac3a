import { parseReferences } from '../src/core/kubernetes/variable-reference.js';

/**
 * Replaces `$(NAME)` in text by what `lookup` gives for NAME, as the kubelet does. A name that `lookup` does not know
 * stays as it stands; `$$` is an escaped `$`, so `$$(NAME)` becomes the literal `$(NAME)`; a `$` before anything else,
 * or an opening parenthesis that is never closed, is plain text. Nothing that was put in is expanded again.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function expandReferences(text: string, lookup: (name: string) => string | undefined): string {
  let at = 0;
  const parts: string[] = [];
  for (const { start, end, name } of parseReferences(text)) {
    const value = name === undefined ? '$' : (lookup(name) ?? text.slice(start, end));
    parts.push(text.slice(at, start), value);
    at = end;
  }
  return parts.join('') + text.slice(at);
}
