import { LONGEST } from '../core/bounds.js';

/** Every bound of logging and redaction: a client that causes log lines decides neither their size nor the work on them. */

/** What one log line may hold: levels of objects in each other, entries of each, and characters in all. */
export const MOST_LOGGED = { levels: 6, entries: 64, characters: 16 * LONGEST.logText } as const;
/** So many times what is shown of a text is looked into for credentials: one that is cut through is not known for one. */
export const LOOKED_INTO = 8;
/** Bytes of log lines that wait for a slow reader; what comes then is dropped. */
export const MOST_WAITING_BYTES = 4 * 1024 * 1024;
/** Milliseconds that a log line waits for others, and characters of lines that wait: a process that is killed loses these. */
export const GATHERING_MS = 20;
export const GATHERED_CHARACTERS = 16 * 1024;
/** Milliseconds for what is not written yet when the process ends. */
export const CLOSING_MS = 1000;
/** Milliseconds between two lines about what happens often. */
export const RARE_MS = 1000;

/** Characters of a name that is judged. No name that people give is as long; what is, is not looked into, and its value not shown. */
export const LONGEST_NAME = 1024;
/** Names of which is remembered how they were judged. */
export const MOST_KNOWN = 256;
/** Characters before a sign in a text that are looked at for a name, and blanks between both. */
export const LONGEST_NAME_BEFORE = 128;
export const MOST_BLANKS_BEFORE = 4;
/** Characters before an `@` without a scheme that may be a user and a password. */
export const LONGEST_USER = 64;
export const LONGEST_PASSWORD = 256;
