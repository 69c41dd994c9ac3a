/** Plain data with names, of a shape that is not known. */
export type Fields = Readonly<Record<string, unknown>>;

/** Tells whether a value is a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
