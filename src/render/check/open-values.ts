import { isRecord } from '../../core/json.js';

/** What a text says only later: by a variable or a file that the Collector reads, or by a template of its chart. */

/** How they begin. https://opentelemetry.io/docs/collector/configuration/#environment-variables */
const BEGINNINGS = ['${', '{{'];

/** Tells whether a value is a text of which a part is only known later; older Collectors read a bare `$NAME`. */
export const isOpen = (value: unknown): boolean =>
  typeof value === 'string' && (value.startsWith('$') || BEGINNINGS.some((each) => value.includes(each)));

/** Tells whether a value is such a text, or has one inside. */
export function hasOpenPart(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasOpenPart);
  return isRecord(value) ? Object.values(value).some(hasOpenPart) : isOpen(value);
}
