export type Output = 'text' | 'json';

/** Takes the Node.js of this machine instead of that of the image; `start.ts` reads it, for every benchmark. */
export const THIS_NODE = '--this-node';

export const THIS_NODE_USAGE = `\
  ${THIS_NODE}      the Node.js of this machine instead of that of the image
`;

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
