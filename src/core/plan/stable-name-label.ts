/** A label in which a controller tells the name that stays the same over its revisions or runs. */
export interface StableNameLabel {
  /** Whose label it is. */
  readonly system: string;
  readonly label: string;
  /** Labels without which it could be anybody's, and the values that they may have; any value where none is listed. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** The label that names the run. A value that is the same names the run, too, and is passed over. */
  readonly run?: string;
  /** What each run adds to the end of the name. */
  readonly added?: AddedEnd;
  /** Where its documentation or source says so. */
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

/** Seconds since 1970, from 2017 to 2033; a date of ten digits begins otherwise. */
const UNIX_TIME = '1[5-9]\\d{8}';

export const RANDOM_END = new RegExp(`-${RANDOM}$`);
export const TIME_END = new RegExp(`-${UNIX_TIME}$`);
export const TIME_OR_RANDOM_END = new RegExp(`-(?:${UNIX_TIME}|${RANDOM})$`);
export const RAY_CLUSTER_END = new RegExp(`(?:-raycluster)?-${RANDOM}$`);
