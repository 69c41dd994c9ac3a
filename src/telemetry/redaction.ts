/** What stands in the place of a value that is not shown. */
export const REDACTED = '[redacted]';

const SENSITIVE = /headers|token|key|secret|password/i;
// The repetitions are bounded so that a long value written by a user takes linear time.
/** `...token=...` inside a value, as in `-Dotel.exporter.otlp.headers=authorization=Bearer x`. */
const ASSIGNMENT = /((?:headers|token|key|secret|password)[\w.-]{0,64}\s{0,4}=)[\s\S]+/i;
/** The credentials of a URL: `https://user:word@host`. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]+@/gi;

/** Tells whether the value of a variable or field of this name is kept from logs, diffs, explanations and the page. */
export const isSensitive = (name: string): boolean => SENSITIVE.test(name);

/**
 * The value of a variable as a person may see it: `[redacted]` when its name holds HEADERS, TOKEN, KEY, SECRET or
 * PASSWORD in any case. Inside other values, URL credentials go, and so does all that follows such a name and `=`.
 */
export function redact(name: string, value: string): string {
  return isSensitive(name) ? REDACTED : redactText(value);
}

/** Text without URL credentials and without what follows a sensitive name and `=`. */
export function redactText(text: string): string {
  return text.replace(CREDENTIALS, `$1${REDACTED}@`).replace(ASSIGNMENT, `$1${REDACTED}`);
}

/**
 * A copy of plain data in which every text is redacted by the names on the way to it, however deep. In an object with
 * a `name` and a `value`, as an environment variable has them, the name is that of the value.
 */
export function redactDeep(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return redact(name, value);
  if (Array.isArray(value)) return value.map((item) => redactDeep(item, name));
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  const owner = isSensitive(name) ? name : '';
  const pair = 'name' in value && typeof value.name === 'string' ? value.name : '';
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      redactDeep(inner, `${owner} ${key === 'value' ? pair : ''} ${key}`),
    ]),
  );
}
