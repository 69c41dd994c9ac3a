import { expect, test } from 'vitest';
import { AUDIT_MEMORY, MOST_NAMESPACES, PAGE_SIZE } from '../../src/auditor/bounds.js';
import { MOST_ANNOTATION_BYTES, MOST_ITEMS, MOST_LEVELS, MOST_NAMES } from '../../src/core/bounds.js';
import { MOST_TEXT_LEVELS } from '../../src/config/bounds.js';
import {
  INSPECTION_MEMORY,
  INSPECTION_MS,
  LARGEST_MANIFEST,
  LARGEST_OBJECT_BODY,
  LARGEST_POD_BODY,
  MOST_KEPT,
  ANSWER_MS,
  SLOW_MS,
  THREAD_MS,
  TIMED_BYTES,
} from '../../src/http/bounds.js';
import { CONNECT_MS } from '../../src/kube/bounds.js';
import { PACE } from '../../src/kube/watch-pace.js';
import { textOf } from './markdown.js';

const KIB = 1024;

// What is told in prose; the tables are made of the same bounds by `npm run docs`.
test.each([
  ['README.md', `annotations of a pod to ${MOST_ANNOTATION_BYTES / KIB} KiB`],
  ['SECURITY.md', `Pods above ${TIMED_BYTES / KIB} KiB`],
  ['SECURITY.md', `arriving for more than ${SLOW_MS / 1000} s`],
  ['docs/architecture.md', `A review above ${TIMED_BYTES / KIB} KiB goes to a thread`],
  ['docs/configuration.md', `at most ${PACE.longestPauseMs / 1000} s after each failure`],
  ['docs/configuration.md', `an attempt takes at most ${CONNECT_MS / 1000} s`],
  ['docs/configuration.md', `nothing is heard for ${PACE.silenceMs / 1000} s`],
  ['docs/configuration.md', `looks for it every ${PACE.absentMs / 1000} s`],
  ['docs/configuration.md', `Nesting deeper than ${MOST_LEVELS} levels`],
  ['docs/configuration.md', `nesting deeper than ${MOST_TEXT_LEVELS} levels`],
  ['docs/operations.md', `a review is larger than ${LARGEST_POD_BODY / KIB / KIB} MiB`],
  ['docs/operations.md', `wait longer than ${THREAD_MS.wait / 1000} s`],
  ['docs/operations.md', `pods up to ${TIMED_BYTES / KIB} KiB are still processed`],
  ['docs/status-page.md', `The text may have ${LARGEST_MANIFEST / KIB} KiB`],
  ['docs/status-page.md', `an inspection ${INSPECTION_MS.judge / 1000} s`],
  ['docs/status-page.md', `a heap of ${INSPECTION_MEMORY.maxOldGenerationSizeMb} MiB`],
  ['docs/status-page.md', `the last ${MOST_KEPT.decisions},`],
  ['docs/monitoring.md', `the ${MOST_NAMESPACES} namespaces in which most is to be done`],
  ['docs/monitoring.md', `in pages of ${PAGE_SIZE} objects`],
  ['docs/monitoring.md', `a thread with a heap of ${AUDIT_MEMORY.maxOldGenerationSizeMb} MiB`],
  ['docs/monitoring.md', `it rests ${PACE.restFactor} times as long as the page took`],
  ['docs/operations.md', `less than ${ANSWER_MS} ms of a review’s time is left`],
  ['docs/tracing-platform.md', `may have at most ${MOST_ITEMS} items`],
  ['docs/tracing-platform.md', `\`instrumentationNamespaces\` ${MOST_NAMES}`],
  ['docs/adr/0009-objects-are-judged-before-they-are-stored.md', `above ${LARGEST_OBJECT_BODY / KIB} KiB`],
])('%s: %s', (page, sentence) => {
  expect(textOf(page)).toContain(sentence);
});
