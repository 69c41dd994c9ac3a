/** The places in a list whose item was in it before. */
export function collectRepeats(items: readonly string[]): ReadonlySet<number> {
  const seen = new Set<string>();
  const repeats = new Set<number>();
  items.forEach((item, index) => {
    if (seen.has(item)) repeats.add(index);
    seen.add(item);
  });
  return repeats;
}
