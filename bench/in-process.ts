// Measures decode, admit and respond alone, in a process of its own, and sends the figures back.
//   argument: reviews of each kind of pod
import { fileURLToPath } from 'node:url';
import type * as Loading from '../src/config/context.js';
import type * as Engine from '../src/core/admit.js';
import type * as Decoding from '../src/core/review.js';
import type * as Agents from '../src/core/agents/agents.js';
import type * as Answering from '../src/http/admission-response.js';
import type { InProcessRow } from './in-process-row.js';
import { ASKS, reviewText, type Ask } from './reviews.js';
import { quantile } from './statistics.js';

/** The compiled modules: the loader of TypeScript sources wraps every function that is made. */
const compiled = (path: string): Promise<unknown> => import(new URL(`../dist/${path}`, import.meta.url).href);

const { loadContext } = (await compiled('config/context.js')) as typeof Loading;
const { admit } = (await compiled('core/admit.js')) as typeof Engine;
const { parseReview } = (await compiled('core/review.js')) as typeof Decoding;
const { DEFAULT_LANGUAGES } = (await compiled('core/agents/agents.js')) as typeof Agents;
const { formatAdmissionResponse } = (await compiled('http/admission-response.js')) as typeof Answering;

const context = await loadContext(fileURLToPath(new URL('context.yaml', import.meta.url)), {
  languages: new Set(DEFAULT_LANGUAGES),
});
if (!context.ok) throw new Error(context.error.map(({ path, message }) => `${path}: ${message}`).join('\n'));
const { snapshot } = context.value;

function answer(bytes: Buffer): string {
  const request = parseReview(JSON.parse(bytes.toString('utf8')));
  if (!request.ok) throw new Error(request.error);
  return formatAdmissionResponse(request.value.uid, admit(request.value, snapshot));
}

const WARM_UP = 3000;

function rowOf(ask: Ask, reviews: number): InProcessRow {
  const bytes = Buffer.from(reviewText(ask));
  for (let index = 0; index < WARM_UP; index += 1) answer(bytes);
  const microseconds = Array.from({ length: reviews }, () => {
    const start = performance.now();
    answer(bytes);
    return (performance.now() - start) * 1000;
  });
  return {
    ask,
    p50: quantile(microseconds, 0.5),
    p99: quantile(microseconds, 0.99),
    most: quantile(microseconds, 1),
  };
}

const reviews = Number(process.argv[2]);
process.send?.(ASKS.map((ask) => rowOf(ask, reviews)));
