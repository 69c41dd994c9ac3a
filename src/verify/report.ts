import type { Colors } from 'picocolors/types.js';
import { redactUrl } from '../core/backends/endpoint.js';
import { LONGEST } from '../core/bounds.js';
import { cutText } from '../core/shown-text.js';
import { line, paint, type PaintedText, type TerminalText } from '../text/terminal-text.js';
import { wrapText } from '../text/wrap.js';
import { REDACTED, redactText } from '../telemetry/redaction.js';
import type { Diagnosis } from './diagnoses/index.js';
import {
  hasArrived,
  type ReadOutcome,
  type StepOutcome,
  type Verification,
  type TraceRoute,
} from './trace-route.js';

/** The steps of a route for a person: failures with what they mean and what to do. */
export function formatVerification(verified: Verification, colors: Colors): readonly TerminalText[] {
  const { route, sent, reads, traceId } = verified;
  const print = { colors, shown: createRedactor(route) };
  return [
    line`trace ${traceId}`,
    ...formatStep('send', describeDestination(route), sent, print),
    ...(route.keeping.note === undefined || sent.kind !== 'done'
      ? []
      : [line`${paint(colors.dim, `${GAP}${route.keeping.note}`)}`]),
    ...reads.flatMap((read) => formatStep('read', describeBackend(read), read, print)),
  ];
}

const GAP = ' '.repeat(8);
const COLUMNS = 100;

interface PrintContext {
  readonly colors: Colors;
  /** A text of a server as it may be shown. */
  readonly shown: (text: string) => string;
}

function describeDestination({ destination, language }: TraceRoute): string {
  const agents = language === undefined ? '' : `, as ${language} agents do`;
  return destination.ok
    ? `${destination.value.wire} to ${redactUrl(redactText(destination.value.url))}${agents}`
    : `nowhere${agents}`;
}

/** A label and a text that hangs from it. */
const formatHangingText = (label: string, text: string): readonly TerminalText[] =>
  wrapText(text, COLUMNS).map(
    (words, index) => line`${GAP}${index === 0 ? label : ' '.repeat(label.length)}${words}`,
  );

const describeBackend = ({ backend, url }: ReadOutcome): string =>
  `${backend ?? 'backend'} at ${redactUrl(redactText(url))}`;

function formatStep(
  name: string,
  what: string,
  step: StepOutcome,
  { colors, shown }: PrintContext,
): readonly TerminalText[] {
  const head = (mark: PaintedText, end = ''): TerminalText =>
    line`  ${mark}  ${name} ${what}${paint(colors.dim, end)}`;
  switch (step.kind) {
    case 'done':
      return [head(paint(colors.green, 'ok  '), ` (${(step.ms / 1000).toFixed(1)} s)`)];
    case 'skipped':
      return [head(paint(colors.dim, '-   '), ' (its API answers; the trace was not accepted)')];
    case 'failed':
      return [
        head(paint(colors.red, 'fail')),
        line`${GAP}${paint(colors.bold, step.diagnosis.code)}: ${step.diagnosis.says}`,
        ...step.diagnosis.seen.flatMap((each) => formatHangingText('seen: ', shown(each))),
        ...formatHangingText('remedy: ', step.diagnosis.remedy),
      ];
  }
}

/** The same for a program. */
export function buildVerificationReport(verified: Verification): Readonly<Record<string, unknown>> {
  const { route, sent, reads, traceId } = verified;
  const { destination, language, via, keeping } = route;
  const shown = createRedactor(route);
  return {
    traceId,
    arrived: hasArrived(verified),
    ...(via === undefined ? {} : { route: via }),
    ...(language === undefined ? {} : { language }),
    ...(keeping.note === undefined ? {} : { note: keeping.note }),
    send: {
      ...(destination.ok
        ? { protocol: destination.value.wire, url: redactUrl(redactText(destination.value.url)) }
        : {}),
      ...buildStepReport(sent, shown),
    },
    reads: reads.map((read) => ({
      backend: read.backend ?? null,
      url: redactUrl(redactText(read.url)),
      ...buildStepReport(read, shown),
    })),
  };
}

function buildStepReport(step: StepOutcome, shown: PrintContext['shown']): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case 'done':
      return { result: 'done', ms: step.ms };
    case 'skipped':
      return { result: 'skipped' };
    case 'failed':
      return { result: 'failed', diagnosis: redactDiagnosis(step.diagnosis, shown) };
  }
}

const redactDiagnosis = (diagnosis: Diagnosis, shown: PrintContext['shown']): Diagnosis => ({
  ...diagnosis,
  seen: diagnosis.seen.map(shown),
});

/** A server may repeat what it was sent, so that the values of headers are taken out of what it said. */
function createRedactor({ send, reads }: TraceRoute): PrintContext['shown'] {
  const headers = [send, ...reads.map(({ access }) => access)].map((access) => access.headers);
  const values = headers.flatMap((each) => Object.values(each));
  // An authorization is a scheme and a credential, which may be repeated alone. A short value, as a tenant's number, is no secret.
  const parts = values
    .flatMap((value) => [value, ...value.split(' ').slice(1)])
    .filter((part) => part.length > 3);
  return (text) =>
    cutText(redactText(parts.reduce((rest, part) => rest.replaceAll(part, REDACTED), text)), LONGEST.excerpt);
}
