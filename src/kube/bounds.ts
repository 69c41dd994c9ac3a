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
/** Seconds for which a Lease holds; its holder renews it several times in them. */
export const LEASE_SECONDS = 30;
/** Events at once, before one is left out; then one more after each `EVENT_MS` milliseconds. */
export const EVENT_BURST = 20;
export const EVENT_MS = 1000;
/** Milliseconds until the same is written for an owner again. The API server forgets Events after an hour. */
export const EVENT_REPEAT_MS = 10 * 60 * 1000;
/** Owners that are remembered to have got an Event. */
export const MOST_EVENTS_KEPT = 2000;
/** Characters of an owner's name in the name of an Event, for which there are 253. */
export const LONGEST_OWNER = 230;
/** Characters of the note of an Event; the API server refuses more than 1024. */
export const LONGEST_NOTE = 1000;
/** Refused objects of one kind whose reasons are reported at a time. */
export const MOST_ISSUES = 20;
