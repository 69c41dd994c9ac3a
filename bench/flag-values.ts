export type Output = 'text' | 'json';

/** How the report is written; text when nothing is said. Throws with a sentence for anything else. */
export function outputOf(value: string | undefined): Output {
  if (value === undefined || value === 'text') return 'text';
  if (value === 'json') return 'json';
  throw new Error(`--output ${value} is not known; give text or json.`);
}

/** A whole number from 1; `undefined` when the flag is not given. Throws with a sentence for anything else. */
export function count(value: string | undefined, flag: string): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw new Error(`${flag} ${value} is no count; give a whole number from 1.`);
}
