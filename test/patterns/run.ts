// Judges every regular expression of src: npm run patterns writes what is found safe, with --check it compares. Takes a minute.
import { readFileSync, writeFileSync } from 'node:fs';
import { judgePatterns } from './judge-patterns.js';
import { JUDGED, listPatterns } from './source-patterns.js';

const patterns = listPatterns();
const judgements = await judgePatterns(patterns);
const unsafe = patterns.flatMap(({ shown, place }, index) => {
  const { status, attack, why } = judgements[index] ?? { status: 'unknown' };
  return status === 'safe' ? [] : [`${place}: ${shown} is ${status}: ${why ?? ''} ${attack ?? ''}`];
});
const text = `${JSON.stringify(patterns.map(({ shown }) => shown).sort(), null, 2)}\n`;
const isCheck = process.argv.includes('--check');
if (unsafe.length === 0 && !isCheck) writeFileSync(JUDGED, text);
const stale =
  isCheck && readFileSync(JUDGED, 'utf8') !== text
    ? ['Run npm run patterns; the list is not up to date.']
    : [];
for (const line of [...unsafe, ...stale]) process.stderr.write(`${line}\n`);
process.stdout.write(`${patterns.length} patterns, ${unsafe.length} of them not safe\n`);
process.exitCode = unsafe.length + stale.length === 0 && patterns.length > 100 ? 0 : 1;
