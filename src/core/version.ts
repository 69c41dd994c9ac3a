/** Tells whether a version is older than another; both are numbers with dots, and a part that is missing is 0. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) =>
    text.split('.').map((part) => Number.parseInt(part, 10)),
  );
  const at = (parts: readonly number[] | undefined, index: number): number => parts?.[index] ?? 0;
  const index = [0, 1, 2].find((each) => at(left, each) !== at(right, each));
  return index !== undefined && at(left, index) < at(right, index);
}
