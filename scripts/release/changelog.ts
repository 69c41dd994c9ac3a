/** A section of CHANGELOG.md; https://keepachangelog.com/en/1.1.0/ */
interface ChangelogSection {
  /** A version, or `Unreleased`. */
  readonly title: string;
  /** The day of the release, as 2026-01-31. */
  readonly date?: string;
  readonly text: string;
}

const HEADING = /^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$/;

/** Splits a changelog into the sections of its versions, without what stands before the first. */
export function readChangelog(text: string): readonly ChangelogSection[] {
  const sections: { title: string; date?: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const [, title, date] = HEADING.exec(line) ?? [];
    if (title === undefined) sections.at(-1)?.lines.push(line);
    else sections.push({ title, ...(date === undefined ? {} : { date }), lines: [] });
  }
  return sections.map(({ lines, ...section }) => ({ ...section, text: lines.join('\n').trim() }));
}

/** Gives a sentence for what a changelog lacks for the release of a version. */
export function listChangelogFaults(
  sections: readonly ChangelogSection[],
  version: string,
): readonly string[] {
  const section = sections.find(({ title }) => title === version);
  if (section?.date === undefined)
    return [`CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD"; npm version writes it.`];
  if (section.text === '') return [`CHANGELOG.md says nothing about ${version}.`];
  const unreleased = sections.find(({ title }) => title === 'Unreleased')?.text ?? '';
  return unreleased === '' ? [] : ['CHANGELOG.md has changes under Unreleased, which this release contains.'];
}

/** What a release says about itself: the section of its version, or what is unreleased where there is none yet. */
export const findNotes = (sections: readonly ChangelogSection[], version: string): string =>
  (sections.find(({ title }) => title === version) ?? sections.find(({ title }) => title === 'Unreleased'))
    ?.text ?? '';

/** Puts what is unreleased below the heading of a version; a changelog that has the heading stays as it is. */
export function closeUnreleased(text: string, version: string, date: string): string {
  if (readChangelog(text).some(({ title }) => title === version)) return text;
  return text.replace('## [Unreleased]\n', `## [Unreleased]\n\n## [${version}] - ${date}\n`);
}
