import type { Colors } from 'picocolors/types.js';
import { shownUrl } from '../core/backends/endpoint.js';
import { cutText, LONGEST } from '../core/shown-text.js';
import { line, paint, type Painted, type TerminalText } from '../text/terminal-text.js';
import { wrapped } from '../text/wrap.js';
import { REDACTED, redactText } from '../telemetry/redaction.js';
import type { Diagnosis } from './diagnoses/index.js';
import { hasArrived, type ReadStep, type Step, type Verified, type Way } from './way.js';

/** The steps of a way for a person: failures with what they mean and what to do. */
export function reportLines(verified: Verified, colors: Colors): readonly TerminalText[] {
  const { way, sent, reads, traceId } = verified;
  const print = { colors, shown: shownBy(way) };
  return [
    line`trace ${traceId}`,
    ...stepLines('send', routeOf(way), sent, print),
    ...(way.keeping.note === undefined || sent.kind !== 'done'
      ? []
      : [line`${paint(colors.dim, `${GAP}${way.keeping.note}`)}`]),
    ...reads.flatMap((read) => stepLines('read', whereOf(read), read, print)),
  ];
}

const GAP = ' '.repeat(8);
const COLUMNS = 100;

interface Print {
  readonly colors: Colors;
  /** A text of a server as it may be shown. */
  readonly shown: (text: string) => string;
}

function routeOf({ destination, language }: Way): string {
  const agents = language === undefined ? '' : `, as ${language} agents do`;
  return destination.ok
    ? `${destination.value.wire} to ${shownUrl(redactText(destination.value.url))}${agents}`
    : `nowhere${agents}`;
}

/** A label and a text that hangs from it. */
const hung = (label: string, text: string): readonly TerminalText[] =>
  wrapped(text, COLUMNS).map(
    (words, index) => line`${GAP}${index === 0 ? label : ' '.repeat(label.length)}${words}`,
  );

const whereOf = ({ backend, url }: ReadStep): string =>
  `${backend ?? 'backend'} at ${shownUrl(redactText(url))}`;

function stepLines(
  name: string,
  what: string,
  step: Step,
  { colors, shown }: Print,
): readonly TerminalText[] {
  const head = (mark: Painted, end = ''): TerminalText =>
    line`  ${mark}  ${name} ${what}${paint(colors.dim, end)}`;
  switch (step.kind) {
    case 'done':
      return [head(paint(colors.green, 'ok  '), ` (${(step.ms / 1000).toFixed(1)} s)`)];
    case 'skipped':
      return [head(paint(colors.dim, '-   '), ' (its API answers; the trace was not taken in)')];
    case 'failed':
      return [
        head(paint(colors.red, 'fail')),
        line`${GAP}${paint(colors.bold, step.diagnosis.code)}: ${step.diagnosis.says}`,
        ...step.diagnosis.seen.flatMap((each) => hung('seen: ', shown(each))),
        ...hung('mend: ', step.diagnosis.mend),
      ];
  }
}

/** The same for a program. */
export function reportOf(verified: Verified): Readonly<Record<string, unknown>> {
  const { way, sent, reads, traceId } = verified;
  const { destination, language, via, keeping } = way;
  const shown = shownBy(way);
  return {
    traceId,
    arrived: hasArrived(verified),
    ...(via === undefined ? {} : { route: via }),
    ...(language === undefined ? {} : { language }),
    ...(keeping.note === undefined ? {} : { note: keeping.note }),
    send: {
      ...(destination.ok
        ? { protocol: destination.value.wire, url: shownUrl(redactText(destination.value.url)) }
        : {}),
      ...stepOf(sent, shown),
    },
    reads: reads.map((read) => ({
      backend: read.backend ?? null,
      url: shownUrl(redactText(read.url)),
      ...stepOf(read, shown),
    })),
  };
}

function stepOf(step: Step, shown: Print['shown']): Readonly<Record<string, unknown>> {
  switch (step.kind) {
    case 'done':
      return { result: 'done', ms: step.ms };
    case 'skipped':
      return { result: 'skipped' };
    case 'failed':
      return { result: 'failed', diagnosis: redacted(step.diagnosis, shown) };
  }
}

const redacted = (diagnosis: Diagnosis, shown: Print['shown']): Diagnosis => ({
  ...diagnosis,
  seen: diagnosis.seen.map(shown),
});

/** A server may repeat what it was sent, so that the values of headers are taken out of what it said. */
function shownBy({ send, reads }: Way): Print['shown'] {
  const headers = [send, ...reads.map(({ access }) => access)].map((access) => access.headers);
  const values = headers.flatMap((each) => Object.values(each));
  // An authorization is a scheme and a credential, which may be repeated alone. A short value, as a tenant's number, is no secret.
  const parts = values
    .flatMap((value) => [value, ...value.split(' ').slice(1)])
    .filter((part) => part.length > 3);
  return (text) =>
    cutText(redactText(parts.reduce((rest, part) => rest.replaceAll(part, REDACTED), text)), LONGEST.excerpt);
}
