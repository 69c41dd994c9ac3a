import { isCredentialName } from './credential-words.js';
import { listCredentialRanges } from './credential-ranges.js';

/** What stands in the place of a value that is not shown. */
export const REDACTED = '[redacted]';

/**
 * The value of a variable as a person may see it: `[redacted]` when one of the words of its name is that of a credential.
 * Of other values, what may be one inside them goes.
 */
export function redact(name: string, value: string): string {
  return isCredentialName(name) ? REDACTED : redactText(value);
}

/**
 * Text without what may be a credential in it: the user of a URL or an address, what an authorization scheme is followed
 * by, private keys, and the values that stand behind the name of a credential, as in `token=…`, `"password": "…"`,
 * `Authorization: …` and `--password …`. Takes linear time.
 */
export function redactText(text: string): string {
  const ranges = listCredentialRanges(text);
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(at, start), REDACTED);
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}
