/** Every bound of talking to the API server, beside the pace of the watches in watch-pace.ts. */

/** Bytes of an answer, and characters of a line of one: above any page of a list, and any object, which etcd keeps below 3 MiB. */
export const LARGEST_ANSWER = 64 * 1024 * 1024;
/** Milliseconds until there is a connection. A kernel goes on trying for more than two minutes; an API server that is there takes milliseconds. */
export const CONNECT_MS = 15_000;
/** Milliseconds to wait for an answer, and for each next part of it. */
export const ANSWER_MS = 15_000;
/** Milliseconds without data after which the kernel asks the peer whether it is still there. */
export const KEEP_ALIVE_MS = 30_000;
/** What an API server asks to wait is seconds; more would be a mistake to wait for. */
export const LONGEST_RETRY_SECONDS = 60;
/** Milliseconds between two rounds of telling that something has changed. */
export const CHANGE_MS = 100;
/** Refused objects of one kind of which is told why, at a time. */
export const MOST_ISSUES = 20;
