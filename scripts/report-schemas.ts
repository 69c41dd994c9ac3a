// The JSON Schemas of what `explain -o json`, `audit -o json` and `doctor -o json` print.
import { z } from 'zod';
import { BACKENDS, LANGUAGES } from '../src/core/domain.js';
import { STATUSES, UNCHANGED } from '../src/core/outcome.js';
import { CHECKS } from '../src/doctor/checks/index.js';
import { VERDICTS } from '../src/doctor/finding.js';
import { STANDALONE_CHECKS } from '../src/doctor/report.js';
import { POD_COUNTS } from '../src/inspect/audit.js';
import { MISSED_CAUSES } from '../src/inspect/missed-cause.js';
import { POD_VERDICTS } from '../src/inspect/pod-report.js';
import { SILENT_CAUSES } from '../src/inspect/silent-cause.js';
import { LIVE_FAILURES } from '../src/live/live-failure.js';

const text = z.string();
const time = z.string().describe('A time as the API server writes it: RFC 3339, in UTC.');
const origin = z.enum(['pod', 'namespace', 'rule', 'instrumentation', 'platform', 'preset', 'default']);
const language = z.enum(LANGUAGES);

const reason = z.strictObject({
  code: text.describe('A reason of docs/reasons.md.'),
  kind: z.enum(['refusal', 'notice']),
  language: language.optional(),
  container: text.optional(),
  place: text.describe('The field that it is about.').optional(),
  message: text,
  remedy: text,
});

const change = z
  .strictObject({ container: text, name: text, before: text.optional(), now: text.optional() })
  .describe('A setting in which a running pod differs from a new one; redacted by its name.');

const pod = z.strictObject({
  namespace: text,
  name: text,
  uid: text,
  createdAt: time,
  verdict: z.enum(POD_VERDICTS),
  reasons: z.array(text).describe('What the webhook wrote on the pod.'),
  message: text,
  hash: z.strictObject({ then: text, now: text }).describe('Hashes of the settings; empty where none are.'),
  isEnded: z.boolean(),
  isOutdated: z.boolean().describe('Whether a new pod would be different.'),
  changes: z.array(change),
  waiting: z
    .strictObject({ container: text, image: text, reason: text, message: text })
    .describe('Why its agent is missing.')
    .optional(),
  cause: z.strictObject({ code: z.enum(MISSED_CAUSES), message: text }).optional(),
});

const webhook = z
  .strictObject({
    registeredAt: time.optional(),
    readySince: time.optional(),
    availableSince: time.optional(),
    ready: z.number().int(),
    replicas: z.number().int(),
  })
  .nullable()
  .describe('Null if it is not installed, or its pods cannot be read.');

const gap = z
  .strictObject({ what: text, kind: z.enum(LIVE_FAILURES), message: text, remedy: text })
  .describe('Something that could not be read.');

const object = { apiVersion: text, kind: text, namespace: text, name: text };

const workload = {
  object: z.strictObject(object),
  needsWork: z.boolean(),
  asks: z.array(z.strictObject({ language, value: text, origin })),
  namespace: z.strictObject({
    selection: z.enum(['selected', 'unselected', 'not-registered', 'unknown']),
    command: text.optional(),
    reasons: z.array(reason),
  }),
  pods: z.array(pod),
  fixes: z
    .array(text)
    .describe('Commands that fix what a command can fix, in the order in which to run them.'),
};

const template = z.strictObject({
  object: z.strictObject({ ...object, place: text, part: text.optional() }),
  status: z.enum([...STATUSES, 'unchanged']),
  why: z.enum(UNCHANGED).optional(),
  reasons: z.array(reason),
  injections: z.array(
    z.strictObject({
      language,
      container: text,
      instrumentation: text.optional(),
      backend: z.enum(BACKENDS).optional(),
      settings: z.array(
        z.strictObject({
          name: text,
          value: text,
          origin,
          over: text.describe('What the template itself writes there.').optional(),
        }),
      ),
    }),
  ),
});

const hop = z.strictObject({
  from: text,
  to: text,
  url: text,
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('service'), namespace: text, name: text, ready: z.number().int() }),
    z.strictObject({ kind: z.literal('no-service'), namespace: text, name: text }),
    z.strictObject({ kind: z.literal('node') }),
    z.strictObject({ kind: z.literal('outside') }),
    z.strictObject({ kind: z.literal('unknown'), why: text }),
  ]),
});

/** What `explain KIND/NAME -o json` prints. */
export const explainReport = z.strictObject({
  ...workload,
  templates: z.array(template).describe('What the webhook would do with new pods.'),
  webhook,
  route: z.array(hop),
  access: z.array(z.strictObject({ what: text, command: text })),
  whatIf: z
    .strictObject({
      suppositions: z.array(text),
      status: z.enum([...STATUSES, 'unchanged']),
      changes: z.array(change),
      messages: z.array(text),
    })
    .optional(),
  gaps: z.array(gap),
});

/** What `audit -o json` prints. */
export const auditReport = z.strictObject({
  workloads: z.array(
    z.strictObject({
      ...workload,
      counts: z.strictObject(Object.fromEntries(POD_COUNTS.map((name) => [name, z.number().int()]))),
      refusals: z.array(reason),
      traces: z
        .strictObject({
          traced: z.number().int(),
          silent: z.array(
            z.strictObject({
              ...{ pod: text, code: z.enum(SILENT_CAUSES), message: text },
              command: text.describe('What to run to correct it.').optional(),
            }),
          ),
          unknown: z.array(z.strictObject({ pod: text, why: text })),
        })
        .describe('With --traces: which injected pods have a trace in the backend.')
        .optional(),
    }),
  ),
  others: z.number().int().describe('Workloads that have nothing to do with injection.'),
  webhook,
  gaps: z.array(gap),
});

const neededBy = z
  .array(text)
  .describe('What needs it: the webhook, a language, a Collector, a flag, or a pod.');

/** What `doctor --images -o json` prints. */
export const imagesReport = z.strictObject({
  place: text.describe('Address of the API server.'),
  images: z.array(
    z.strictObject({
      image: text.describe('Where it is published.'),
      pulledAs: text.describe('Where the cluster pulls it from, if that is elsewhere.').optional(),
      digest: text.optional(),
      neededBy,
    }),
  ),
  charts: z
    .array(
      z.strictObject({
        ...{ chart: text, version: text.optional(), neededBy },
        registryValue: text.describe('The value that sets another registry for its images.').optional(),
        look: text.describe('How to see its images, if they are not listed.').optional(),
      }),
    )
    .describe('Charts, and where to see their images.'),
  unread: z.array(text).describe('What could not be read, so that images may be missing.'),
});

/** What `doctor -o json` prints. */
export const doctorReport = z.strictObject({
  place: text.describe('Address of the API server, or of the webhook of --url.'),
  passed: z.boolean().describe('Whether no check failed, as the exit code 0 says.'),
  checks: z.array(
    z.strictObject({
      check: z.enum([...Object.keys(CHECKS), 'trace', ...STANDALONE_CHECKS]),
      verdict: z.enum(VERDICTS),
      sentence: text.describe('What was found.'),
      command: text.describe('What to run to correct it.').optional(),
      remedy: text.describe('What to do in words, if the command is not enough.').optional(),
    }),
  ),
});

/** The schemas by the names of their files. */
export const buildReportSchemas = (): Readonly<Record<string, unknown>> => ({
  'explain.report': z.toJSONSchema(explainReport),
  'audit.report': z.toJSONSchema(auditReport),
  'doctor.report': z.toJSONSchema(doctorReport),
  'doctor-images.report': z.toJSONSchema(imagesReport),
});
