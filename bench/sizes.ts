import type { Loader } from './loader.js';
import { GROWTHS, reviewText, type Ask, type Growth } from './reviews.js';
import { growth, median } from './statistics.js';
import type { Subject, SubjectName } from './subject.js';

/** CPU time against the size of the review, for one subject, kind of pod and direction of growth. */
export interface SizeRow {
  readonly subject: SubjectName;
  readonly ask: Ask;
  readonly by: Growth;
  readonly points: readonly SizePoint[];
  /** Power of the growth between the last two sizes; 1 is linear. */
  readonly power: number;
}

export interface SizePoint {
  readonly kibibytes: number;
  /** Median CPU time per review, in microseconds. */
  readonly cpu: number;
}

const KIBIBYTE = 1024;
const SIZES = [0, 64, 256, 1024].map((kibibytes) => kibibytes * KIBIBYTE);
const ASKS = ['nothing', 'java'] as const satisfies readonly Ask[];
/** So many bytes are sent in each measurement, so that a large review takes as long as many small ones. */
const BYTES = 32 * KIBIBYTE * KIBIBYTE;
const LEAST_REVIEWS = 32;
/** Few enough that large reviews do not queue up until the webhook sheds load. */
const CLIENTS = 2;

/** How often each size is measured; `share` (0 to 1) shortens the measurements. */
export interface SizesPlan {
  readonly repeats: number;
  readonly share: number;
}

interface Sample {
  readonly subject: SubjectName;
  readonly text: string;
  readonly cpu: number;
}

/** Measures subjects, all of known process, with ever larger pods. */
export async function measureSizes(
  subjects: readonly Subject[],
  loader: Loader,
  plan: SizesPlan,
): Promise<readonly SizeRow[]> {
  const rows: SizeRow[] = [];
  for (const by of GROWTHS)
    for (const ask of ASKS) {
      const texts = SIZES.map((bytes) => reviewText(ask, { by, bytes }));
      const samples = await samplesOf(subjects, texts, loader, plan);
      rows.push(...subjects.map(({ name }) => rowOf({ subject: name, ask, by }, texts, samples)));
    }
  return rows;
}

async function samplesOf(
  subjects: readonly Subject[],
  texts: readonly string[],
  loader: Loader,
  { repeats, share }: SizesPlan,
): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const text of texts)
      for (const subject of subjects)
        samples.push({ subject: subject.name, text, cpu: await cpuPerReview(subject, text, loader, share) });
  return samples;
}

async function cpuPerReview(
  { url, pid }: Subject,
  text: string,
  loader: Loader,
  share: number,
): Promise<number> {
  if (pid === undefined) throw new Error(`the process of ${url.href} is not known`);
  const reviews = Math.max(LEAST_REVIEWS, Math.round((BYTES * share) / text.length));
  // The usual size would take ten thousands of reviews to send as many bytes.
  const job = { url: url.href, bodies: [text], clients: CLIENTS, reviews: Math.min(reviews, 1000), pid };
  const { cpuMicroseconds = Number.NaN } = await loader.measure(job);
  return cpuMicroseconds / job.reviews;
}

function rowOf(
  key: Pick<SizeRow, 'subject' | 'ask' | 'by'>,
  texts: readonly string[],
  samples: readonly Sample[],
): SizeRow {
  const points = texts.map((text) => {
    const own = samples.filter((sample) => sample.subject === key.subject && sample.text === text);
    return { kibibytes: Buffer.byteLength(text) / KIBIBYTE, cpu: median(own.map(({ cpu }) => cpu)) };
  });
  const [from, to] = points.slice(-2).map(({ kibibytes, cpu }) => ({ size: kibibytes, cost: cpu }));
  if (from === undefined || to === undefined) throw new Error('there are fewer than two sizes');
  return { ...key, points, power: growth(from, to) };
}
