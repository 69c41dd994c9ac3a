/** The RFC 6902 operations that are emitted. `copy` and `move` carry no value, so nothing the user wrote is echoed. */
export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'copy' | 'move'; readonly from: string; readonly path: string }
  | { readonly op: 'remove'; readonly path: string };

/** Joins raw tokens into a JSON Pointer (RFC 6901), escaping `~` and `/`. */
export function formatPointer(...tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${typeof token === 'number' ? token : escapeToken(token)}`).join('');
}

const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** The raw tokens of a JSON Pointer (RFC 6901). */
export const parsePointer = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
