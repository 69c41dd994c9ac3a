import { expect, test } from 'vitest';
import { RULE_MESSAGES } from '../../../src/core/rules/platform-sentences.js';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';
import { acceptedPlatforms, refusedPlatforms } from '../../support/platform-fixtures.js';

/** The API server is asked about the same files in the cluster's tests. */
test.each(acceptedPlatforms())('$name is accepted', ({ object }) => {
  expect(parseTracingPlatform(object)).toMatchObject({ ok: true });
});

test.each(refusedPlatforms())('$name is refused with its path and sentence', ({ object, path, says }) => {
  const result = parseTracingPlatform(object);
  const issues = result.ok ? [] : result.error;
  expect(issues.map((issue) => issue.path)).toEqual([path]);
  expect(issues[0]?.message.slice(0, says.length)).toBe(says);
});

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const ANY = '\0';

test.each(Object.entries(RULE_MESSAGES))('there is a file for the rule %s', (_, says) => {
  const sentence = typeof says === 'string' ? says : says(ANY, ANY, ANY);
  const pattern = new RegExp(`^${sentence.split(ANY).map(escaped).join('.+')}$`);
  expect(refusedPlatforms().filter((each) => pattern.test(each.says))).not.toEqual([]);
});
