/** JSON that is nested so many levels deep; more than a function that calls itself for each level can take. */
export const nested = (levels = 4000): unknown =>
  JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`) as unknown;
