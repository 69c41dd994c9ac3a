import { randomUUID } from 'node:crypto';

/** Stands in front of the digits of a marked integer. Each process makes up its own, so no input can contain it. */
const MARK = `integer ${randomUUID()} `;

const markInteger = (value: unknown): unknown =>
  typeof value === 'bigint' ? `${MARK}${value.toString()}` : value;

/** Writes plain data as JSON in which integers of any size keep their digits; indented by so many columns when asked. */
export const formatJson = (value: unknown, indent?: number): string =>
  unmarkIntegers(JSON.stringify(value, (_, inner: unknown) => markInteger(inner), indent));

function unmarkIntegers(json: string): string {
  const [head = '', ...rest] = json.split(`"${MARK}`);
  // The first quote behind a mark ends the marked text.
  return head + rest.map((part) => part.replace('"', '')).join('');
}
