import { LONGEST_NAME } from './bounds.js';

/** Words that make a variable, an option or a header one whose value is not shown. */
const WORDS = new Set([
  ...['password', 'passwd', 'passphrase', 'passcode', 'pass', 'pwd', 'pw', 'secret', 'token', 'credential'],
  ...['cred', 'apikey', 'key', 'auth', 'oauth', 'authorization', 'bearer', 'jwt', 'cookie', 'session'],
  ...['signature', 'sig', 'dsn', 'salt', 'sshpass', 'connectionstring', 'connstr', 'accesskey', 'accountkey'],
  ...[
    'authkey',
    'encryptionkey',
    'licensekey',
    'masterkey',
    'privatekey',
    'secretkey',
    'sharedkey',
    'signingkey',
  ],
]);

/** Words that are written together with others before them, as in `PGPASSWORD`. */
const ENDINGS = ['password', 'passwd', 'passphrase', 'secret', 'token', 'apikey', 'credential'];

/** What a name ends with that tells a property of a credential: a number, a switch or a place, and no secret. */
const PROPERTIES = new Set([
  ...[
    'enabled',
    'disabled',
    'required',
    'timeout',
    'ttl',
    'expiry',
    'expiration',
    'seconds',
    'minutes',
    'hours',
  ],
  ...[
    'days',
    'interval',
    'size',
    'length',
    'count',
    'limit',
    'max',
    'min',
    'host',
    'port',
    'domain',
    'region',
  ],
  ...['type', 'mode', 'algorithm', 'version', 'level'],
]);

/** Before `key` they say that it is one that opens something, and not the name of an entry. */
const KINDS_OF_KEYS = new Set([
  ...['access', 'account', 'api', 'auth', 'encryption', 'hmac', 'license', 'master', 'private', 'secret'],
  ...['shared', 'signing', 'symmetric', 'webhook'],
]);

/** What a field's name ends with that holds the credential itself, as `tokenValue`. */
const HOLDERS = new Set(['value', 'values', 'data', 'text', 'raw', 'inline', 'pem', 'base64']);

/**
 * Tells whether the value of a variable, an option or a header of this name is kept from logs, diffs, explanations and the
 * page: one of the words of the name is that of a credential. Words end at `_`, `-`, `.` and other signs, and at capitals
 * (`clientSecret`), so that `AUTHOR` and `KEYBOARD` are none.
 */
export function isCredentialName(name: string): boolean {
  if (name.length > LONGEST_NAME) return true;
  const words = splitWords(name);
  if (PROPERTIES.has(words.at(-1) ?? '')) return false;
  return words.some(
    (word, index) => isHeadersWord(word) || isCredentialWord(word) || isConnectionString(words, index),
  );
}

/**
 * Tells whether a field of this name holds a credential itself. Fields are named by schemas, and many of them only refer to
 * a credential or are called `key` as the name of an entry: `secretName`, `secretKeyRef`, `topologyKey`, `tokenFile`.
 */
export function isCredentialField(name: string): boolean {
  if (name.length > LONGEST_NAME) return true;
  const all = splitWords(name);
  const [end = ''] = all.slice(1).slice(-1);
  const words = HOLDERS.has(end) ? all.slice(0, -1) : all;
  const [before = '', last = ''] = ['', '', ...words].slice(-2);
  if (last === 'key' || last === 'keys') return end === 'pem' || KINDS_OF_KEYS.has(before);
  return isCredentialWord(last) || isConnectionString(words, words.length - 1);
}

/** Tells whether a field of this name holds headers, whose values may be credentials whatever they are called. */
export const isHeadersField = (name: string): boolean =>
  name.length <= LONGEST_NAME && isHeadersWord(splitWords(name).at(-1) ?? '');

const isHeadersWord = (word: string): boolean => word === 'headers';

/** The words of a name in lower case, without numbers at their ends. */
const splitWords = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z\d]/)
    .map(trimTrailingDigits)
    .filter((word) => word !== '');

const trimTrailingDigits = (word: string): string => {
  let end = word.length;
  while (end > 0 && isDigit(word.charCodeAt(end - 1))) end -= 1;
  return word.slice(0, end);
};

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

const isCredentialWord = (word: string): boolean =>
  isSingularCredential(word) || (word.endsWith('s') && isSingularCredential(word.slice(0, -1)));

const isSingularCredential = (word: string): boolean =>
  WORDS.has(word) || ENDINGS.some((ending) => word.endsWith(ending));

/** `connection string`, as databases and brokers have it. */
const isConnectionString = (words: readonly string[], index: number): boolean =>
  ['string', 'str'].includes(words[index] ?? '') && ['connection', 'conn'].includes(words[index - 1] ?? '');
