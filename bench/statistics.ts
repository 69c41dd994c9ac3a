/** How values lie: the median, and around it the middle half and all of them. */
export interface Spread {
  readonly median: number;
  readonly lowerQuartile: number;
  readonly upperQuartile: number;
  readonly least: number;
  readonly most: number;
}

/**
 * The value below which a share (0 to 1) of the values lies, with linear interpolation between neighbours: type 7 of
 * Hyndman and Fan, the default of R and NumPy. Throws for no values, and for a share outside 0 to 1.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined)
    throw new Error(`no ${share} quantile of ${sorted.length} values`);
  return below + (above - below) * (position - Math.floor(position));
}

/** The middle value. Throws for no values. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Sums up repeated measurements of one thing. Throws for no values. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: median(values),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
    least: quantile(values, 0),
    most: quantile(values, 1),
  };
}

/** The middle half as a share of the median: 0.1 says that half of the values lie within 10 % of each other. */
export const relativeSpread = ({ median: middle, lowerQuartile, upperQuartile }: Spread): number =>
  (upperQuartile - lowerQuartile) / middle;

/** One measured point of cost against size. */
export interface Point {
  readonly size: number;
  readonly cost: number;
}

/**
 * The power with which cost grows from one size to another: 1 is linear, 2 quadratic, below 1 a fixed part weighs.
 * Throws where there is no growth in size.
 */
export function growth(from: Point, to: Point): number {
  if (!(to.size > from.size)) throw new Error(`size does not grow from ${from.size} to ${to.size}`);
  return Math.log(to.cost / from.cost) / Math.log(to.size / from.size);
}
