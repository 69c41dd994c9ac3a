import { MOST_TEXT_LEVELS } from '../../src/config/bounds.js';
import {
  LONGEST,
  LONGEST_LIST,
  MOST_CONFIGURED,
  MOST_INJECTIONS,
  MOST_LIMITS,
} from '../../src/core/bounds.js';
import * as http from '../../src/http/bounds.js';
import { MOST_LOGGED } from '../../src/telemetry/bounds.js';
import { formatTable } from './markdown.js';

const KIB = 1024;

const formatNumber = (value: number): string => value.toLocaleString('en');

const formatSize = (bytes: number): string =>
  bytes < KIB * KIB ? `${formatNumber(bytes / KIB)} KiB` : `${formatNumber(bytes / KIB / KIB)} MiB`;

const formatTime = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${formatNumber(ms / 1000)} s`);

const UNCHANGED = 'allowed unchanged';

/** Of one body. */
const BODY_ROWS = [
  [
    `work for a body up to ${formatSize(http.TIMED_BYTES)}`,
    `linear in its size; above ${formatSize(http.IN_PLACE_BYTES)}, or if it reads more than ${formatNumber(http.MOST_VALUES_READ)} values of cluster objects, also ${formatTime(http.TIMED_MS)}`,
    `the pod is ${UNCHANGED}, \`too-large\``,
  ],
  [
    'work for a larger body',
    `linear in its size; ${formatTime(http.THREAD_MS.judge)}, in a separate thread, so that other reviews and probes are not delayed`,
    'the same; the thread is replaced',
  ],
  [
    'its turn in that thread',
    `${formatTime(http.THREAD_MS.wait)}; the smallest body goes first`,
    `${UNCHANGED}, \`overloaded\``,
  ],
  [
    'size of a body',
    `${formatSize(http.LARGEST_POD_BODY)} for pods, ${formatSize(http.LARGEST_OBJECT_BODY)} for objects`,
    `${UNCHANGED}, \`too-large\``,
  ],
  [
    'memory of a body',
    `${formatNumber(http.MOST_JSON_VALUES)} values in its JSON, a heap of ${http.THREAD_MEMORY.maxOldGenerationSizeMb} MiB`,
    'the same',
  ],
];

/** Of all bodies, and of all that a pod names. */
const OTHER_ROWS = [
  [
    'memory of all bodies in progress',
    `${formatSize(http.BODIES_BYTES)}, and ${formatSize(http.FREE_BODY_BYTES)} for each connection`,
    `${UNCHANGED}, \`overloaded\``,
  ],
  ['time for a body to arrive', formatTime(http.BODY_MS), '408'],
  [
    'what one pod may ask for',
    `${MOST_INJECTIONS} injections, ${formatSize(LONGEST_LIST)} of resource attributes and container names, ${http.MOST_QUESTIONS} ConfigMaps when it is large`,
    'the pod starts without injection, `too-large`',
  ],
  [
    'what is read for one pod',
    `${formatSize(MOST_CONFIGURED)} of Instrumentations, or a single one of any size; ${MOST_LIMITS} quantities in the LimitRanges of its namespace`,
    'the same',
  ],
  [
    'connections',
    `${http.MOST_CONNECTIONS} on port 8443, ${http.MOST_ADMIN_CONNECTIONS} on the admin port, as many on that of the status page`,
    'another connection is closed to make room (see below)',
  ],
  ['a connection without a request', formatTime(http.FIRST_REQUEST_MS), 'it is closed'],
  [
    'a manifest for the pod inspector',
    `${formatSize(http.LARGEST_MANIFEST)}, ${MOST_TEXT_LEVELS} levels of nesting, ${formatTime(http.INSPECTION_MS.judge)} in a thread of its own with a heap of ${http.INSPECTION_MEMORY.maxOldGenerationSizeMb} MiB`,
    'it is not inspected; pods do not wait for it',
  ],
  [
    'time that a review may have waited',
    `its timeout without ${formatTime(http.ANSWER_MS)}, ${formatTime(http.LONGEST_WAIT_MS)} at most`,
    `its pod is ${UNCHANGED}, \`overloaded\``,
  ],
];

/** What anybody can have of the webhook at most. */
export const buildBoundTable = (): string =>
  formatTable(['what', 'bound', 'beyond it'], [...BODY_ROWS, ...OTHER_ROWS]);

/** How long texts may be where they are shown. */
export function buildLengthTable(): string {
  const { characters, entries, levels } = MOST_LOGGED;
  const rows: readonly (readonly [string, ...(readonly number[])])[] = [
    ['a name, a value, an address inside a sentence', LONGEST.name, LONGEST.value, LONGEST.url],
    ['a line on a terminal', LONGEST.line],
    ['a text in a report as JSON', LONGEST.detail],
    ['a text in a log line, the stack of an error', LONGEST.logText, LONGEST.logStack],
    [`all texts of a log line, in at most ${entries} fields or items and ${levels} levels`, characters],
    ['a text on the status page, in a decision there', LONGEST.cell, LONGEST.decision],
    ['a warning about a pod, about an object', LONGEST.podWarning, LONGEST.objectWarning],
    ['the message of an annotation, of a condition', LONGEST.annotation, LONGEST.condition],
    ['what a server said, in `verify`', LONGEST.excerpt],
  ];
  return formatTable(
    ['where', 'maximum length, in characters'],
    rows.map(([where, ...lengths]) => [where, lengths.map(formatNumber).join('; ')]),
  );
}
