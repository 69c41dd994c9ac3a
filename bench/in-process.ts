// Measures decode, admit and respond alone, in a process of its own, and sends the figures back.
//   arguments: the folder of a built checkout, time or allocation, and reviews of each scenario
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as Loading from '../src/config/context.js';
import type * as Engine from '../src/core/admit.js';
import type * as Decoding from '../src/core/review.js';
import type * as Agents from '../src/core/agents/agents.js';
import type * as Judging from '../src/http/admission.js';
import type * as Remembering from '../src/http/remembered-answers.js';
import { isMember } from '../src/core/domain.js';
import type { AllocationRow, TimeRow } from './in-process-row.js';
import { REMEMBERED, SCENARIOS, scenarioReviews, type Scenario } from './scenarios.js';
import { median, quantile, spreadOf } from './statistics.js';

const [folder = '.', what = 'time', count = '1000'] = process.argv.slice(2);

/** The compiled modules: the loader of TypeScript sources wraps every function that is made. */
const compiled = (path: string): Promise<unknown> =>
  import(new URL(`dist/${path}`, pathToFileURL(`${folder}/`)).href);

const { loadContext } = (await compiled('config/context.js')) as typeof Loading;
const { admit } = (await compiled('core/admit.js')) as typeof Engine;
const { parseReview } = (await compiled('core/review.js')) as typeof Decoding;
const { DEFAULT_LANGUAGES } = (await compiled('core/agents/agents.js')) as typeof Agents;
const { judgeAdmission, judgeRequest, answerAdmission } = (await compiled(
  'http/admission.js',
)) as typeof Judging;
/** Absent in builds that remember nothing. */
const remembering = (await compiled('http/remembered-answers.js').catch(() => undefined)) as
  typeof Remembering | undefined;

const context = await loadContext(fileURLToPath(new URL('context.yaml', import.meta.url)), {
  languages: new Set(DEFAULT_LANGUAGES),
});
if (!context.ok) throw new Error(context.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
const { snapshot } = context.value;

/** Answers a review. */
type Answerer = (bytes: Buffer) => string;

function createAnswerer(scenario: Scenario): Answerer {
  const isRemembered = isMember(REMEMBERED, scenario);
  const answers = isRemembered ? remembering?.createRememberedAnswers() : undefined;
  return (bytes) => {
    const request = parseReview(JSON.parse(bytes.toString('utf8')));
    if (!request.ok) throw new Error(request.error);
    const { value } = request;
    if (answers === undefined) return judgeAdmission(value, admit, snapshot).text;
    const judge = (): Judging.JudgedAdmission => judgeRequest(value, admit, snapshot);
    return answerAdmission(value, answers.judge(value, snapshot, judge)).text;
  };
}

/** Gives the bytes of the next review of a scenario, again and again. */
function turn(scenario: Scenario): () => Buffer {
  const bodies = scenarioReviews(scenario).map((text) => Buffer.from(text));
  let next = 0;
  return () => {
    const body = bodies[next % bodies.length];
    next += 1;
    if (body === undefined) throw new Error(`${scenario} has no reviews`);
    return body;
  };
}

function answerMany(next: () => Buffer, answer: Answerer, reviews: number): void {
  for (let index = 0; index < reviews; index += 1) answer(next());
}

const WARM_UP = 3000;
/** CPU time is read so often, so that what else the machine does has its place beside the median. */
const SLICES = 20;

function timeRow(scenario: Scenario, reviews: number): TimeRow {
  const next = turn(scenario);
  const answer = createAnswerer(scenario);
  answerMany(next, answer, WARM_UP);
  const slice = Math.ceil(reviews / SLICES);
  const cpu: number[] = [];
  const wall: number[] = [];
  for (let index = 0; index < SLICES; index += 1) {
    const before = process.cpuUsage();
    for (let review = 0; review < slice; review += 1) {
      const start = performance.now();
      answer(next());
      wall.push((performance.now() - start) * 1000);
    }
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / slice);
  }
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => quantile(wall, share));
  return { scenario, cpu: spreadOf(cpu), p50: p50 ?? 0, p99: p99 ?? 0, most: most ?? 0 };
}

/** So many reviews allocate less than what is collected at a time. */
const UNCOLLECTED = 20;

function allocationRow(scenario: Scenario): AllocationRow {
  const next = turn(scenario);
  const answer = createAnswerer(scenario);
  answerMany(next, answer, WARM_UP);
  const samples = Array.from({ length: 5 }, () => {
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    answerMany(next, answer, UNCOLLECTED);
    return (process.memoryUsage().heapUsed - before) / UNCOLLECTED / 1024;
  });
  return { scenario, kibibytes: median(samples) };
}

process.send?.(
  SCENARIOS.map((scenario) => (what === 'time' ? timeRow(scenario, Number(count)) : allocationRow(scenario))),
);
