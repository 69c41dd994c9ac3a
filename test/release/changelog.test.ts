import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  closeUnreleased,
  findNotes,
  listChangelogFaults,
  readChangelog,
} from '../../scripts/release/changelog.js';
import { like } from '../support/like.js';

const HEAD = '# Changelog\n\nAll notable changes.\n\n';
const UNRELEASED = `${HEAD}## [Unreleased]\n\n### Added\n\n- This.\n`;
const RELEASED = `${HEAD}## [Unreleased]\n\n## [1.0.0] - 2026-01-31\n\n### Added\n\n- This.\n`;

test('the changelog of this repository has a section for what comes next', () => {
  const sections = readChangelog(readFileSync('CHANGELOG.md', 'utf8'));
  expect(sections.map(({ title }) => title)).toContain('Unreleased');
});

test.each([
  ['a release', RELEASED, []],
  [
    'nothing of it',
    UNRELEASED,
    ['CHANGELOG.md has no heading "## [1.0.0] - YYYY-MM-DD"; npm version writes it.'],
  ],
  [
    'a heading without a day',
    RELEASED.replace(' - 2026-01-31', ''),
    ['CHANGELOG.md has no heading "## [1.0.0] - YYYY-MM-DD"; npm version writes it.'],
  ],
  ['another version', RELEASED.replace('1.0.0', '1.0.1'), [like.stringContaining('no heading "## [1.0.0]')]],
  ['no text', `${HEAD}## [1.0.0] - 2026-01-31\n`, ['CHANGELOG.md says nothing about 1.0.0.']],
  [
    'text that came later',
    RELEASED.replace('## [Unreleased]\n', '## [Unreleased]\n\n- That.\n'),
    ['CHANGELOG.md has changes under Unreleased, which this release contains.'],
  ],
])('with %s', (_, text, faults) => {
  expect(listChangelogFaults(readChangelog(text), '1.0.0')).toEqual(faults);
});

test('what is unreleased is closed once', () => {
  const closed = closeUnreleased(UNRELEASED, '1.0.0', '2026-01-31');
  expect(closed).toBe(RELEASED);
  expect(closeUnreleased(closed, '1.0.0', '2026-02-01')).toBe(closed);
});

test.each([
  ['of the version', RELEASED, '### Added\n\n- This.'],
  ['of what is unreleased, before there is a version', UNRELEASED, '### Added\n\n- This.'],
  ['that are empty', HEAD, ''],
])('notes %s', (_, text, notes) => {
  expect(findNotes(readChangelog(text), '1.0.0')).toBe(notes);
});
