/** Every bound of the auditor: what it may take of a replica, and of the API server. */

/** Objects in one page of a list; half as many where a page is too large, down to one. */
export const PAGE_SIZE = 50;
/** Bytes of a page. One object is smaller: etcd takes 1.5 MiB. */
export const LARGEST_PAGE = 4 * 1024 * 1024;
/**
 * MiB of heap that its thread may take: what makes the pods of one namespace, and a page of them. A namespace that takes
 * more is left out.
 */
export const AUDIT_MEMORY = { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 4 } as const;
/** Milliseconds for a page until its turn, the start of the thread included, and then for the work. */
export const AUDIT_MS = { wait: 60_000, judge: 5000 } as const;
/** Milliseconds of a rest at least, so that the API server is not asked more than fifty times a second. */
export const LEAST_REST_MS = 20;
/** Milliseconds of a rest at most; the thread ends when nothing comes for a minute. */
export const LONGEST_REST_MS = 10_000;
/** Namespaces that metrics name; all others are one. */
export const MOST_NAMESPACES = 200;
/** Images that are remembered of those that pods wait for, and that the condition names. */
export const MOST_IMAGES = 20;
export const MOST_IMAGES_TOLD = 5;
/** Namespaces of one round that the log says were left out. */
export const MOST_LEFT_OUT_TOLD = 5;
