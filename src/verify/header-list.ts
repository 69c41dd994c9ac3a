import { HEADER_NAME } from '../core/objects/text-forms.js';
import { err, ok, type Result } from '../core/result.js';

/** What Node.js sends in a header. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Reads `name=value,name=value`, values percent-encoded, as OTEL_EXPORTER_OTLP_HEADERS has them; names come out in
 * lower case. A refusal says which entry and never what it holds.
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
 */
export function parseHeaderList(text: string): Result<Readonly<Record<string, string>>, string> {
  const headers: Record<string, string> = {};
  const entries = text.split(',').filter((entry) => entry.trim() !== '');
  for (const [index, entry] of entries.entries()) {
    const at = entry.indexOf('=');
    const name = entry.slice(0, Math.max(at, 0)).trim().toLowerCase();
    const value = decodePercent(entry.slice(at + 1).trim());
    if (!HEADER_NAME.pattern.test(name) || value === undefined || !VALUE.test(value))
      return err(
        `entry ${index + 1} is not a header; allowed: name=value,name=value with values percent-encoded`,
      );
    headers[name] = value;
  }
  return ok(headers);
}

function decodePercent(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
