// Makes the real servers and agents that `npm run test:backends` and `npm run test:agents` start, those that are not in
// the cache yet: `build.ts [servers | agents | NAME]...`, default all. One that cannot be made is named, and the others
// are still made; with CI set that is a failure, elsewhere the tests that need it are skipped.
import { existsSync } from 'node:fs';
import { isInstalled } from '../cluster/machine/command.js';
import { CATALOG, PART_GROUPS, type CatalogEntry } from './catalog.js';
import { childrensCpuSeconds } from './cpu-time.js';
import { folderOf, made } from './part.js';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

const entries: readonly CatalogEntry[] = Object.values(CATALOG);

function chosen(words: readonly string[]): readonly CatalogEntry[] {
  const known: readonly string[] = [...PART_GROUPS, ...Object.keys(CATALOG)];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0)
    throw new Error(`No part or group is called ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  return entries.filter(
    ({ name, group }) => words.length === 0 || words.includes(name) || words.includes(group),
  );
}

/** Makes a part and says what that took; gives a sentence when it cannot be made. */
async function make(part: CatalogEntry): Promise<string | undefined> {
  const { name, version, needs } = part;
  if (existsSync(folderOf(part))) return undefined;
  const missing = needs.filter((command) => !isInstalled(command));
  if (missing.length > 0) return `${name} needs ${missing.join(' and ')}, which this machine lacks.`;
  tell(`${name} ${version}: making it`);
  const [started, cpuBefore] = [performance.now(), childrensCpuSeconds()];
  try {
    const folder = await made(part);
    const wall = Math.round((performance.now() - started) / 1000);
    const cpu = Math.round(childrensCpuSeconds() - cpuBefore);
    tell(`${name} ${version}: made in ${wall} s, ${cpu} s of processor time: ${folder}`);
    return undefined;
  } catch (error) {
    return `${name} ${version} could not be made: ${(error as Error).message}`;
  }
}

const failures: string[] = [];
for (const part of chosen(process.argv.slice(2))) {
  const failure = await make(part);
  if (failure !== undefined) failures.push(failure);
}
for (const failure of failures) tell(failure);
if (failures.length > 0 && process.env['CI'] !== undefined) process.exitCode = 1;
