import picocolors from 'picocolors';
import { readTexts, type FileText } from '../config/context.js';
import type { Language } from '../core/domain.js';
import type { Issue, Result } from '../core/result.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../core/snapshot.js';
import { isRefusal } from '../inject/decision.js';
import { explained, explanation, remarksOf, titleOf, verdictOf } from '../inject/explanation.js';
import { contextWithin, injectText, type Injected } from '../inject/inject.js';
import { differences, joinedYaml, objectsJson } from '../inject/output.js';
import { redactText } from '../telemetry/redaction.js';
import { loadContexts } from './live-context.js';
import { mergeSnapshots } from './snapshot-merge.js';
import { UsageError, type ExitCode, type Terminal } from './terminal.js';

export type Format = 'yaml' | 'json' | 'diff' | 'explanation' | 'explanation-json';

export interface InjectInput {
  /** Files and folders; `-` is standard input. */
  readonly files: readonly string[];
  readonly contexts: readonly string[];
  readonly namespace: string;
  readonly languages: ReadonlySet<Language>;
}

/**
 * Injects into the workloads of files and prints them, or what is to be said of them. Returns 1 when something that
 * asked was not injected, or an annotation is written where or as nothing reads it. Input without any object, as a
 * chart gives that is switched off, is told and passed through. Throws `UsageError` for input that cannot be read, naming `file:line:column` and the mend.
 */
export async function inject(input: InjectInput, format: Format, terminal: Terminal): Promise<ExitCode> {
  const texts = (await Promise.all(input.files.map((path) => readInput(path, terminal)))).flat();
  const snapshot = await snapshotFor(input, texts, terminal);
  const injected = texts.map((text) => granted('the input', injectText(text, snapshot, input.namespace)));
  if (injected.every(({ isEmpty }) => isEmpty))
    terminal.err('note: the input holds no object; there is nothing to inject into.\n');
  terminal.out(print(injected, format, terminal));
  const decisions = injected.flatMap((each) => each.decisions);
  if (format !== 'explanation' && format !== 'explanation-json')
    for (const decision of decisions) terminal.err(`${report(decision).join('\n')}\n`);
  const refused = decisions.some(({ reasons }) => reasons.some(isRefusal));
  return refused ? 1 : 0;
}

async function readInput(path: string, terminal: Terminal): Promise<readonly FileText[]> {
  if (path === '-') return [{ file: 'stdin', text: await terminal.readInput() }];
  return granted('the input', await readTexts(path));
}

async function snapshotFor(
  { contexts, languages, namespace }: InjectInput,
  texts: readonly FileText[],
  terminal: Terminal,
): Promise<ClusterSnapshot> {
  const within = granted('the input', contextWithin(texts, { languages, namespace }));
  const loaded =
    contexts.length === 0
      ? { snapshot: { ...EMPTY_SNAPSHOT, languages }, notices: [] }
      : granted('the context', await loadContexts({ paths: contexts, languages }));
  for (const { path, message } of [...loaded.notices, ...within.notices])
    terminal.err(`notice: ${path}: ${redactText(message)}\n`);
  return mergeSnapshots(loaded.snapshot, within.snapshot);
}

function granted<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new UsageError(`${what} is refused\n${result.error.map(issueLine).join('\n')}`);
}

const issueLine = ({ path, message }: Issue): string => `  ${path}: ${message}`;

function print(injected: readonly Injected[], format: Format, { color }: Terminal): string {
  const colors = picocolors.createColors(color);
  const decisions = injected.flatMap((each) => each.decisions);
  switch (format) {
    case 'yaml':
      return joinedYaml(injected.map(({ after }) => after));
    case 'json':
      return objectsJson(injected);
    case 'diff':
      return injected.map((each) => differences(each, colors)).join('');
    case 'explanation':
      return decisions.map((each) => `${explanation(each, colors).join('\n')}\n`).join('\n');
    case 'explanation-json':
      return `${JSON.stringify(decisions.map(explained), null, 2)}\n`;
  }
}

/** What was done and what is to be known of it, a line each. */
function report(decision: Injected['decisions'][number]): readonly string[] {
  const reasons = remarksOf(decision).map(
    ({ kind, code, message, mend }) => `  ${kind} ${code}: ${redactText(message)} ${mend}`,
  );
  return [`${titleOf(decision)} ${verdictOf(decision)}`, ...reasons];
}
