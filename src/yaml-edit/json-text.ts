import { randomUUID } from 'node:crypto';

/** Stands in front of the digits of a marked integer. Each process makes up its own, so no input can contain it. */
const MARK = `integer ${randomUUID()} `;

const markInteger = (value: unknown): unknown =>
  typeof value === 'bigint' ? `${MARK}${value.toString()}` : value;

/** Writes plain data as JSON in which integers of any size keep their digits; indented by so many columns when asked. */
export const formatJson = (value: unknown, indent?: number): string =>
  unmarkIntegers(JSON.stringify(value, (_, inner: unknown) => markInteger(inner), indent));

/**
 * Copies plain data, each integer (`bigint`) as a marked text: JSON has no integers of that size, and libraries copy data
 * by way of JSON. The copy shares nothing, so the values of an anchor and its aliases can be changed one by one.
 */
export const markIntegers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner: unknown) => markInteger(inner)));

/** Writes data of `markIntegers` as JSON in which the marked integers are integers again. */
export const formatMarkedJson = (data: unknown, indent: number): string =>
  unmarkIntegers(JSON.stringify(data, undefined, indent));

function unmarkIntegers(json: string): string {
  const [head = '', ...rest] = json.split(`"${MARK}`);
  // The first quote behind a mark ends the marked text.
  return head + rest.map((part) => part.replace('"', '')).join('');
}
