/** A part of a value that the kubelet does not take literally. */
export interface ReferenceToken {
  readonly start: number;
  readonly end: number;
  /** What `$(NAME)` refers to; absent for `$$`, which is an escaped dollar sign. */
  readonly name?: string;
}

/**
 * The escaped dollar signs and the references `$(NAME)` of a value in their order, as the kubelet reads them: `$$(NAME)`
 * refers to nothing, and neither does a parenthesis that is never closed.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function* parseReferences(value: string): Generator<ReferenceToken> {
  // Without it, each of many parentheses that are never closed would be looked for up to the end of the value.
  const lastClosing = value.lastIndexOf(')');
  let start = value.indexOf('$');
  while (start >= 0) {
    const token = parseToken(value, start, lastClosing);
    if (token !== undefined) yield token;
    start = value.indexOf('$', token?.end ?? start + 1);
  }
}

function parseToken(value: string, start: number, lastClosing: number): ReferenceToken | undefined {
  const next = value[start + 1];
  if (next === '$') return { start, end: start + 2 };
  if (next !== '(' || lastClosing < start) return undefined;
  const closing = value.indexOf(')', start);
  return { start, end: closing + 1, name: value.slice(start + 2, closing) };
}

/** Names that a value refers to as `$(NAME)`, in their order; a name that occurs twice is listed twice. */
export function listReferences(value: string | undefined): readonly string[] {
  if (value?.includes('$(') !== true) return [];
  return [...parseReferences(value)].flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/**
 * Escapes text so that the kubelet writes it as it is: `$(` becomes `$$(`, and since two dollar signs mean one, each of
 * several in a row is doubled too. A lone sign stays as it is, other than in `escapeDollars` of src/render, which writes for
 * programs that read each sign.
 */
export const escapeReferences = (text: string): string =>
  text.includes('$')
    ? text.replaceAll(/\$+/g, (signs, offset: number) =>
        signs.length > 1 || text[offset + 1] === '(' ? signs + signs : signs,
      )
    : text;
