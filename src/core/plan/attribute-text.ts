import { escapeReferences } from '../kubernetes/variable-reference.js';

/**
 * Encodes a value for `OTEL_RESOURCE_ATTRIBUTES`, which has the form of W3C Baggage: what would end or split the item
 * is percent-encoded, and `$(` is escaped so that the kubelet leaves it alone. `%` and two hexadecimal digits stay,
 * since the value may be encoded already; any other `%` would keep some SDKs from reading the attributes at all.
 * https://opentelemetry.io/docs/specs/otel/resource/sdk/
 */
export function encodeAttributeText(value: string): string {
  if (PLAIN.test(value)) return value;
  const encoded = value.replaceAll(/[^\x21-\x7e]|[",;\\=]|%(?![\dA-Fa-f]{2})/gu, (character) =>
    encodeCharacter(character),
  );
  return escapeReferences(encoded);
}

/** Most values need nothing of that, which is soon seen. */
const PLAIN = /^[\w.:/@+-]*$/;

function encodeCharacter(character: string): string {
  if (
    character.codePointAt(0) === undefined ||
    /[\ud800-\udfff]/.test(character.length === 1 ? character : '')
  )
    return '%EF%BF%BD';
  return encodeURIComponent(character);
}

/** The keys that an `OTEL_RESOURCE_ATTRIBUTES` value sets; an item is split at its first `=`. */
export function parseAttributeKeys(text: string): ReadonlySet<string> {
  const keys = text.split(',').flatMap((item) => {
    const equals = item.indexOf('=');
    return equals <= 0 ? [] : [item.slice(0, equals).trim()];
  });
  return new Set(keys);
}

/** The value that an `OTEL_RESOURCE_ATTRIBUTES` text gives a key, as it is written there; of several the last one holds. */
export function findAttributeText(text: string, key: string): string | undefined {
  const items = text.split(',').map((item) => [item.slice(0, item.indexOf('=')).trim(), item] as const);
  const item = items.findLast(([name]) => name === key)?.[1];
  return item?.slice(item.indexOf('=') + 1).trim();
}

/** Writes attributes as `key=value` items, sorted by key as bytes; values must be encoded. */
export function formatAttributes(attributes: ReadonlyMap<string, string>): string {
  return [...attributes]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
