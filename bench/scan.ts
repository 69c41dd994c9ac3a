// What it would save to look for words in the bytes of a review, in the place of parsing it: CPU time of both in turns.
//   npm run bench:scan
import { reviewText } from './reviews.js';
import { spreadOf } from './statistics.js';
import { half, section, table } from './table.js';

const BODY = Buffer.from(reviewText('nothing'));
/** Words that only a pod which asks may have; an escape sequence may stand for any of them. */
const WORDS = ['instrumentation.opentelemetry.io', 'tracing.dokaseca.io', '\\u'];

const WAYS = {
  parse: () => JSON.parse(BODY.toString('utf8')) as unknown,
  scan: () => WORDS.some((word) => BODY.includes(word)),
} as const;

const ROUNDS = 20;
const TIMES = 5000;

function measure(run: () => unknown): number {
  const before = process.cpuUsage();
  for (let time = 0; time < TIMES; time += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / TIMES;
}

const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
  parse: measure(WAYS.parse),
  scan: measure(WAYS.scan),
})).slice(1);
const rows = (['parse', 'scan'] as const).map((way) => {
  const spread = spreadOf(rounds.map((round) => round[way]));
  return [way, spread.median.toFixed(1), half(spread, 1)];
});
console.log(`Node.js ${process.version}`);
console.log(
  section(`A review of ${BODY.length} bytes, CPU µs`, table([['', 'median', 'middle half'], ...rows])),
);
