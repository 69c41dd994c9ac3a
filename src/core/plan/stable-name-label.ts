/** A label in which a controller writes the name that stays the same across revisions or runs. */
export interface StableNameLabel {
  /** The controller that sets the label. */
  readonly system: string;
  readonly label: string;
  /** Labels that must be there, too, since others may use this one; with their values, or any if none is listed. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** The label that names the run. If both labels have the same value, that is the name of the run, and is not used. */
  readonly run?: string;
  /** What each run adds to the end of the name. */
  readonly added?: AddedEnd;
  /** The page or the source that documents the label. */
  readonly source: string;
}

/** What is cut off the end of a label. */
interface AddedEnd {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly says: string;
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/util/rand/rand.go: no vowels, and no digits like them. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]{5}';

/** Seconds since 1970, from 2017 to 2033. A date of ten digits does not begin like that. */
const UNIX_TIME = '1[5-9]\\d{8}';

export const RANDOM_END = new RegExp(`-${RANDOM}$`);
export const TIME_END = new RegExp(`-${UNIX_TIME}$`);
export const TIME_OR_RANDOM_END = new RegExp(`-(?:${UNIX_TIME}|${RANDOM})$`);
export const RAY_CLUSTER_END = new RegExp(`(?:-raycluster)?-${RANDOM}$`);
