/** A text as one word of a shell. */
export const quoteWord = (word: string): string =>
  /^[\w.,/:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A command line of kubectl, as a shell takes it. */
export const formatKubectl = (...words: readonly string[]): string =>
  ['kubectl', ...words.map(quoteWord)].join(' ');

/** The command that changes fields of an object by a merge patch. https://www.rfc-editor.org/rfc/rfc7386 */
export const formatMergePatch = (target: readonly string[], patch: unknown): string =>
  formatKubectl(...target, '--type=merge', '-p', JSON.stringify(patch));

/** Makes the TracingPlatform of the example, where there is none. */
export const CREATE_PLATFORM = 'kubectl apply -f examples/cluster/platform.yaml';
