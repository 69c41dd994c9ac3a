/** What a variable may hold for an agent to take it, one form for each way in which SDKs parse variables. */
export type ValueForm =
  /** One of some words, as written where no other reading is named. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly reading?: Reading }
  /** Words separated by commas; those of `alone` are not combined with others. */
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly alone: readonly string[];
      readonly isUnique: boolean;
    }
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly isWhole: boolean }
  /** Milliseconds, or a whole number with one of the units. */
  | { readonly kind: 'duration'; readonly from: number; readonly units: readonly string[] }
  /**
   * `name=value` separated by commas; values are percent-encoded where `isDecoded` says so. A blank entry, as a comma at the
   * end makes one, is passed over but where `isDense` says so.
   */
  | {
      readonly kind: 'pairs';
      readonly isDecoded: boolean;
      readonly isDense?: boolean;
      /** Set where each is a header of HTTP: the signs that its value may have. Names of other signs are out of range, too. */
      readonly header?: HeaderSigns;
    }
  /** An address with http:// or https:// and a host, and where `isPlain` says so without a query or a fragment. */
  | { readonly kind: 'url'; readonly isPlain?: boolean };

/** How a word is read: without the blanks around it, in any case, in one of these ways, or in both at once. */
type Reading = 'trimmed' | 'any-case' | 'either' | 'both';

/** What a client of HTTP sends in a header: ASCII, what one byte can hold, or any text. */
type HeaderSigns = 'ascii' | 'one-byte' | 'text';

/**
 * How a value fits a form. To some agents a number that is out of range is another matter than text that is none, and
 * a list in which only some words are known another than one of unknown words, a list another than the one word that they
 * take, and an address with another scheme another than none; these are out of range.
 */
export type Fit = 'fits' | 'out-of-range' | 'unreadable';

/** Tells how a value that is not empty fits a form. The kubelet has written out its references. */
export function judgeForm(form: ValueForm, value: string): Fit {
  switch (form.kind) {
    case 'word':
      if (listReadings(form.reading, value).some((each) => form.words.includes(each))) return 'fits';
      return value.includes(',') ? 'out-of-range' : 'unreadable';
    case 'words':
      return judgeWords(form, value);
    case 'number':
      return judgeNumber(form, value);
    case 'duration':
      return judgeDuration(form, value);
    case 'pairs':
      return judgePairs(form, value);
    case 'url':
      return judgeUrl(form, value);
  }
}

type FormOf<Kind extends ValueForm['kind']> = Extract<ValueForm, { kind: Kind }>;

function listReadings(reading: Reading | undefined, value: string): readonly string[] {
  switch (reading) {
    case undefined:
      return [value];
    case 'trimmed':
      return [value.trim()];
    case 'any-case':
      return [value.toLowerCase()];
    case 'either':
      return [value.trim(), value.toLowerCase()];
    case 'both':
      return [value.trim().toLowerCase()];
  }
}

function judgeWords({ words, alone, isUnique }: FormOf<'words'>, value: string): Fit {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const isKnown = items.every((item) => words.includes(item) || alone.includes(item));
  const isAlone = items.length === 1 || !items.some((item) => alone.includes(item));
  const isRepeated = isUnique && new Set(items).size < items.length;
  if (isKnown && isAlone && !isRepeated) return 'fits';
  return items.some((item) => words.includes(item)) ? 'out-of-range' : 'unreadable';
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const WHOLE = /^[+-]?\d+$/;

function judgeNumber({ from, to, isWhole }: FormOf<'number'>, value: string): Fit {
  // The JVM's parser of whole numbers takes no blanks.
  if (!(isWhole ? WHOLE.test(value) : DECIMAL.test(value.trim()))) return 'unreadable';
  const number = Number(value);
  return number >= from && number <= to ? 'fits' : 'out-of-range';
}

function judgeDuration({ from, units }: FormOf<'duration'>, value: string): Fit {
  const text = value.trim();
  const unit = units.find((each) => text.endsWith(each) && WHOLE.test(text.slice(0, -each.length).trim()));
  const digits = unit === undefined ? text : text.slice(0, -unit.length).trim();
  if (!WHOLE.test(digits)) return 'unreadable';
  return Number(digits) >= from ? 'fits' : 'out-of-range';
}

function judgePairs(form: FormOf<'pairs'>, value: string): Fit {
  const pairs = value.split(',');
  if (!pairs.every((pair) => isPair(pair, form))) return 'unreadable';
  const { header } = form;
  return header === undefined || pairs.every((pair) => isHeader(pair, header)) ? 'fits' : 'out-of-range';
}

/** Names and values that clients of HTTP send. https://www.rfc-editor.org/rfc/rfc9110#name-field-names */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const HEADER_VALUES: Readonly<Record<HeaderSigns, RegExp>> = {
  ascii: /^[\t\x20-\x7e]*$/,
  'one-byte': /^[\t\x20-\x7e\x80-\xff]*$/,
  text: /^(?:\t|\P{Cc})*$/u,
};

function isHeader(pair: string, signs: HeaderSigns): boolean {
  if (pair.trim() === '') return true;
  const at = pair.indexOf('=');
  const value = pair.slice(at + 1).trim();
  return HEADER_NAME.test(pair.slice(0, at).trim()) && HEADER_VALUES[signs].test(decodeText(value));
}

/** Text as agents decode it; as it is where that is not possible. */
const decodeText = (text: string): string =>
  text.replaceAll(/%[\da-f]{2}/gi, (escaped) => String.fromCharCode(parseInt(escaped.slice(1), 16)));

function isPair(pair: string, { isDecoded, isDense = false }: FormOf<'pairs'>): boolean {
  if (pair.trim() === '') return !isDense;
  const at = pair.indexOf('=');
  if (at < 0 || pair.slice(0, at).trim() === '') return false;
  return !isDecoded || !BROKEN_ESCAPE.test(pair.slice(at + 1));
}

/** A percent sign that begins no escaped byte. */
const BROKEN_ESCAPE = /%(?![\da-f]{2})/i;

/** An address all the same, though of another kind. */
const OTHER_SCHEME = /^(?!https?:)[a-z][a-z\d+.-]*:\/\//i;

const SCHEMES = ['http://', 'https://'];

/** All SDKs take a URL of http or https; the core parses it as they do, and refuses what has no host. */
function judgeUrl({ isPlain = false }: FormOf<'url'>, value: string): Fit {
  const text = value.trim();
  if (!SCHEMES.some((scheme) => text.toLowerCase().startsWith(scheme)))
    return OTHER_SCHEME.test(text) ? 'out-of-range' : 'unreadable';
  if (!URL.canParse(text) || /\s/.test(text) || text.includes('$(')) return 'unreadable';
  if (isPlain && /[?#]/.test(text)) return 'unreadable';
  return hasHost(text) ? 'fits' : 'out-of-range';
}

/** Signs that a host may have, or an address of IPv6. Parsers of some languages take more, and then find no such host. */
const HOST = /^(?:[a-z\d._~-]+|\[[\da-f:.]+\])$/i;

/** Parsers of browsers pass over a third slash; to others the host is empty then. */
const hasHost = (url: string): boolean => !/^https?:\/\/\//i.test(url) && HOST.test(new URL(url).hostname);

/** Says what a form allows, for a person. */
export function describeForm(form: ValueForm): string {
  switch (form.kind) {
    case 'word':
      return form.words.join(', ');
    case 'words':
      return form.alone.length === 0
        ? `${form.words.join(', ')}, separated by commas`
        : `${form.words.join(', ')}, separated by commas, or ${form.alone.join(' or ')} by itself`;
    case 'number':
      return describeRange(form);
    case 'duration':
      return `a whole number of milliseconds from ${form.from}${
        form.units.length === 0 ? '' : `, or one with the unit ${form.units.join(', ')}`
      }`;
    case 'pairs':
      return describePairs(form);
    case 'url':
      return `a URL with http:// or https://${form.isPlain === true ? ', without ? and #' : ''}`;
  }
}

const describePairs = ({ isDecoded, isDense, header }: FormOf<'pairs'>): string =>
  [
    'name=value, separated by commas',
    ...(header === undefined ? [] : ['with names and values of HTTP headers']),
    ...(isDense === true ? ['without an empty entry'] : []),
    ...(isDecoded ? ['with percent-encoded values'] : []),
  ].join(', ');

function describeRange({ from, to, isWhole }: FormOf<'number'>): string {
  const noun = isWhole ? 'a whole number' : 'a number';
  if (to === Infinity) return from === -Infinity ? noun : `${noun} from ${from}`;
  return `${noun} from ${from} to ${to}`;
}
