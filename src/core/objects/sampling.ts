import { z } from 'zod';
import { MOST_ITEMS } from '../bounds.js';
import { BASE_URL, createTextSchema, URL_PATH } from './text-forms.js';

/** `spec.sampling` of a TracingPlatform. */

const ratio = z.number().min(0).max(1);
const percent = z.number().min(0).max(100);

const probabilistic = z.strictObject({
  strategy: z.literal('probabilistic').describe('Agents keep a share of all traces.'),
  ratio: ratio.describe('Share of traces that is kept, from 0 to 1.'),
});

const tail = z.strictObject({
  strategy: z.literal('tail').describe('The Collector decides on whole traces.'),
  keepErrors: z.boolean().exactOptional().describe('Keeps every trace with an error; true when absent.'),
  slowMs: z
    .int()
    .positive()
    .exactOptional()
    .describe('Keeps every trace that takes longer, in milliseconds.'),
  percent: percent.describe('Share of the other traces that is kept, from 0 to 100.'),
  drop: z
    .array(createTextSchema(URL_PATH))
    .max(MOST_ITEMS)
    .exactOptional()
    .describe('Paths, as /healthz, whose traces are dropped; from Collector 0.126.'),
});

const adaptive = z.strictObject({
  strategy: z.literal('adaptive').describe('Sampling follows the load.'),
  mode: z.literal('collector').exactOptional().describe('The Collector holds a rate; the default.'),
  spansPerSecond: z.int().positive().describe('The most spans that are kept each second.'),
  services: z
    .record(z.string().min(1), percent)
    .refine((services) => Object.keys(services).length <= MOST_ITEMS, {
      error: `has too many services; allowed: at most ${MOST_ITEMS}; remove some`,
    })
    .meta({ maxProperties: MOST_ITEMS })
    .exactOptional()
    .describe(
      'Share of that rate by service, as name or namespace/name, from 0 to 100; the rest is for all others.',
    ),
});

const jaegerRemote = z.strictObject({
  strategy: z.literal('adaptive').describe('Agents ask how much to keep.'),
  mode: z.literal('jaeger-remote').describe('Jaeger tells Java agents how much to keep.'),
  endpoint: createTextSchema(BASE_URL)
    .exactOptional()
    .describe('Sampling endpoint instead of that of Jaeger.'),
  ratio: ratio.describe('Share of traces that other agents keep, and Java ones until Jaeger answers.'),
});

export const sampling = z.discriminatedUnion('strategy', [
  probabilistic,
  tail,
  z.discriminatedUnion('mode', [adaptive, jaegerRemote]),
]);

export type SamplingSpec = z.infer<typeof sampling>;
