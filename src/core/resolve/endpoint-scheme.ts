import { parseReferences } from '../kubernetes/variable-reference.js';

/** Tells whether a variable that is referred to is known to hold an address, or the name of a host. */
export type HostCheck = (variable: string) => boolean;

/** Schemes of gRPC's own name syntax, which no SDK but Go's takes. */
const GRPC_SCHEMES = [
  ['grpc://', 'http://'],
  ['grpcs://', 'https://'],
] as const;

/** A name or an address with a port or a path, as it is written where the scheme is forgotten. */
const WITHOUT_SCHEME = /^[a-z\d$([][^\s/]*(?:\/\S*)?$/i;

const ONLY_SCHEME = /^https?\W*$/i;

/** Text with the scheme that was meant, and what was changed; the change is undefined where there is none. */
export function completeScheme(text: string, isHost: HostCheck): readonly [value: string, change?: string] {
  for (const [wrong, right] of GRPC_SCHEMES)
    if (text.toLowerCase().startsWith(wrong))
      return [right + text.slice(wrong.length), `${wrong} became ${right}`];
  const corrected = correctScheme(text);
  if (corrected !== undefined) return [corrected, 'the scheme was corrected'];
  const hasHost = WITHOUT_SCHEME.test(text) && !ONLY_SCHEME.test(text) && canBeginWithHost(text, isHost);
  if (text.includes('://') || !hasHost) return [text];
  return [`http://${text}`, 'http:// was added'];
}

/** A mistyped separator between a scheme and a host; a single slash begins a path. */
const SEPARATORS = ['://', ':///', ':/', ':', '//', ';//', './/', String.raw`:\\`];
const START = /^([a-z]{3,7})([:;./\\]{1,4})(?=[^\s:;./\\])/i;
/** The port of a host whose name is that of a scheme. */
const PORT = /^\d{1,5}(?:\/|$)/;
const SECOND_SCHEME = /^https?:\/\//i;

function correctScheme(text: string): string | undefined {
  const [start, word = '', separator = ''] = START.exec(text) ?? [];
  if (start === undefined || !SEPARATORS.includes(separator)) return undefined;
  const scheme = findMeantScheme(word.toLowerCase());
  return scheme === undefined
    ? undefined
    : joinScheme(scheme, { word, separator, rest: text.slice(start.length) });
}

interface SchemeParts {
  readonly word: string;
  readonly separator: string;
  readonly rest: string;
}

function joinScheme(scheme: string, { word, separator, rest }: SchemeParts): string | undefined {
  const isExact = word.toLowerCase() === scheme;
  if (isExact && separator === '://') return SECOND_SCHEME.test(rest) ? rest : undefined;
  const isHost = separator === ':' && (!isExact || PORT.test(rest));
  return isHost ? undefined : `${scheme}://${rest}`;
}

/** A scheme with an s is unlikely to mean the one without. */
const SCHEMES = ['https', 'http'];

const findMeantScheme = (word: string): string | undefined =>
  SCHEMES.includes(word)
    ? word
    : SCHEMES.find((scheme) => scheme.includes('s') === word.includes('s') && isOneSlipAway(word, scheme));

/** Tells whether two words are the same but for one letter that was left out, added, mistaken or moved. */
function isOneSlipAway(word: string, wanted: string): boolean {
  const [shorter, shorterWanted] = [listShortened(word), listShortened(wanted)];
  return (
    shorter.includes(wanted) ||
    shorterWanted.includes(word) ||
    shorter.some((each) => shorterWanted.includes(each))
  );
}

/** A word without one of its letters, for each of them. */
const listShortened = (word: string): readonly string[] =>
  Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1));

/** A reference may hold a whole URL, and is no host for sure; other signs that some tools replace are none at all. */
function canBeginWithHost(text: string, isHost: HostCheck): boolean {
  if (!text.startsWith('$')) return !text.startsWith('(');
  const [first] = parseReferences(text);
  return first?.start === 0 && first.name !== undefined && isHost(first.name);
}
