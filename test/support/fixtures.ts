import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * Golden cases: folders `<topic>/<case>` that hold `input.yaml` and `expected.yaml`, found by scanning. It knows files
 * and YAML, and nothing of what the files say.
 */
export interface Fixture {
  /** `<topic>/<case>` */
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

const INPUT = 'input.yaml';
const EXPECTED = 'expected.yaml';

/** Every case under a folder, in the order of names; one with a missing file is among them. */
export function discover(root: string): readonly Fixture[] {
  return foldersOf(root).flatMap((topic) =>
    foldersOf(join(root, topic)).map((name) => {
      const folder = join(root, topic, name);
      return { name: `${topic}/${name}`, input: join(folder, INPUT), expected: join(folder, EXPECTED) };
    }),
  );
}

/** Sentences about what under a folder is no case, or half of one; empty where all is in order. */
export function disorder(root: string): readonly string[] {
  const cases = discover(root).map(({ name }) => name);
  const missing = cases.flatMap((name) =>
    [INPUT, EXPECTED]
      .filter((file) => statSync(join(root, name, file), { throwIfNoEntry: false }) === undefined)
      .map((file) => `${name} has no ${file}`),
  );
  const wanted = new Set(cases.flatMap((name) => [join(name, INPUT), join(name, EXPECTED)]));
  const stale = filesOf(root)
    .filter((file) => !wanted.has(file))
    .map((file) => `${file} belongs to no case`);
  return [...missing, ...stale];
}

/** Whether expectations are written instead of compared: on request only, and never in continuous integration. */
export const isUpdating = (): boolean =>
  process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined;

/** What a case expects, as plain data. */
export function expectationOf(fixture: Fixture): unknown {
  return parse(readFileSync(fixture.expected, 'utf8')) as unknown;
}

/** Writes what a case expects, so that two equal values give the same text; keys keep their order. */
export function writeExpectation(fixture: Fixture, value: unknown): void {
  const text = stringify(value, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false });
  // Blank lines of a block come indented, and Prettier wants them empty.
  writeFileSync(fixture.expected, text.replaceAll(/^ +$/gm, ''));
}

const foldersOf = (root: string): readonly string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

const filesOf = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(root, file)).isFile())
    .sort();
