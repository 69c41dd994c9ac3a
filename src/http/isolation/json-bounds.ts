import { MOST_JSON_VALUES } from '../bounds.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;

/**
 * Tells, before JSON is parsed, whether it holds so many values that parsing it could take more memory than there is. Each
 * value but the first of its list or object follows a comma or opens one. Reads each byte once and keeps nothing. What is
 * no JSON is left for the parser to refuse. https://www.rfc-editor.org/rfc/rfc8259
 */
export function isBeyondJsonBounds(json: Uint8Array): boolean {
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = locateClosingQuote(json, at + 1);
    else if (byte === COMMA || byte === OPEN_BRACE || byte === OPEN_BRACKET) values += 1;
    if (values > MOST_JSON_VALUES) return true;
  }
  return false;
}

/** Where the string ends whose text starts at `from`; the end of the bytes where it does not. */
function locateClosingQuote(json: Uint8Array, from: number): number {
  let at = from;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}
