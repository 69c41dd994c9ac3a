import picocolors from 'picocolors';
import { readTexts, type FileText } from '../config/context.js';
import { listInnerFolders } from '../config/context-files.js';
import type { PlatformFile } from '../config/platform-file.js';
import type { Language } from '../core/domain.js';
import type { Result } from '../core/result.js';
import { listSome } from '../core/shown-text.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../core/snapshot.js';
import { isRefusal, type ObjectDecision } from '../inject/decision.js';
import {
  buildExplanation,
  formatExplanation,
  describeFinding,
  describeVerdict,
  formatTitle,
  selectRemarks,
} from '../inject/explanation.js';
import { readEmbeddedContext, injectText, type InjectedText } from '../inject/manifests.js';
import { sortInputTexts } from '../inject/input-texts.js';
import { formatDifferences, joinYaml, formatObjectsJson } from '../inject/output.js';
import type { TemplateRule } from '../workload/template-path.js';
import { redactSentence } from '../telemetry/redaction.js';
import {
  formatJsonReport,
  line,
  formatLines,
  keepVerbatim,
  joinTexts,
  type TerminalText,
} from '../text/terminal-text.js';
import { loadContexts } from '../serve/live-context.js';
import { mergeSnapshots } from '../serve/merge-snapshots.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';

export type OutputFormat = 'yaml' | 'json' | 'diff' | 'explanation' | 'explanation-json';

export interface InjectInput {
  /** Files and folders; `-` is standard input. */
  readonly files: readonly string[];
  readonly contexts: readonly string[];
  /** The platform's choice, which wins over that of the contexts. */
  readonly platform?: PlatformFile | undefined;
  readonly namespace: string;
  readonly languages: ReadonlySet<Language>;
  /** Where other kinds have their pod templates. */
  readonly rules: readonly TemplateRule[];
  /** What a cluster holds, below what the contexts and the input do. */
  readonly cluster?: ClusterSnapshot;
}

/**
 * Injects into the workloads of files and prints them, or what is to be said of them. Returns 1 when something that
 * asked was not injected, or an annotation is written where or as nothing reads it. Input without any object, as a
 * chart gives that is switched off, is reported and passed through. Throws `UsageError` for input that cannot be read, naming `file:line:column` and the remedy.
 */
export async function runInject(
  input: InjectInput,
  format: OutputFormat,
  terminal: Terminal,
): Promise<ExitCode> {
  const texts = (await Promise.all(input.files.map((path) => readInputTexts(path, terminal)))).flat();
  const snapshot = await loadSnapshot(input, texts, terminal);
  const injected = texts.map((text) =>
    unwrapOrThrow('the input', injectText(text, snapshot, input.namespace, input.rules)),
  );
  if (injected.every(({ isEmpty }) => isEmpty))
    terminal.err(formatLines([line`note: the input holds no object; there is nothing to inject into.`]));
  terminal.out(formatInjected(injected, format, terminal));
  const decisions = injected.flatMap((each) => [...each.decisions, ...each.others]);
  const isExplained = format === 'explanation' || format === 'explanation-json';
  for (const decision of decisions.filter((each) => !isExplained || isOverlooked(each)))
    terminal.err(formatLines(formatDecision(decision)));
  for (const { title, message } of injected.flatMap(({ notes }) => notes))
    terminal.err(formatLines([line`note: ${formatTitle(title)} ${message}`]));
  const refused = decisions.some(({ reasons }) => reasons.some(isRefusal));
  return refused ? 1 : 0;
}

async function readInputTexts(path: string, terminal: Terminal): Promise<readonly FileText[]> {
  const texts =
    path === '-'
      ? [{ file: 'stdin', text: await terminal.readInput() }]
      : unwrapOrThrow('the input', await readTexts(path));
  const isFile = path === '-' || texts.some(({ file }) => file === path);
  const { objects, note, unrendered } = sortInputTexts(texts, isFile ? undefined : path);
  if (unrendered.length > 0) throw new UsageError('the input is refused', unrendered);
  const notes = [...(note === undefined ? [] : [note]), ...(isFile ? [] : listFolderNotes(path))];
  for (const each of notes) terminal.err(formatLines([line`note: ${each}`]));
  return objects;
}

function listFolderNotes(path: string): readonly string[] {
  const inner = listInnerFolders(path);
  return inner.length === 0
    ? []
    : [`${path}: folders in it are not read: ${listSome(inner)}. Name them with -f if they hold objects.`];
}

async function loadSnapshot(
  { contexts, platform, languages, namespace, cluster }: InjectInput,
  texts: readonly FileText[],
  terminal: Terminal,
): Promise<ClusterSnapshot> {
  const within = unwrapOrThrow('the input', readEmbeddedContext(texts, { languages, namespace }));
  const loaded =
    contexts.length === 0 && platform === undefined
      ? { snapshot: { ...EMPTY_SNAPSHOT, languages }, notices: [] }
      : unwrapOrThrow('the context', await loadContexts({ paths: contexts, platform, languages }));
  for (const { path, message } of [...loaded.notices, ...within.notices])
    terminal.err(formatLines([line`notice: ${path}: ${redactSentence(message)}`]));
  const below = cluster === undefined ? loaded.snapshot : mergeSnapshots(cluster, loaded.snapshot);
  return mergeSnapshots(below, within.snapshot);
}

function unwrapOrThrow<T>(what: string, result: Result<T>): T {
  if (result.ok) return result.value;
  throw new UsageError(`${what} is refused`, result.error);
}

function formatInjected(
  injected: readonly InjectedText[],
  format: OutputFormat,
  { color }: Terminal,
): TerminalText {
  const colors = picocolors.createColors(color);
  const decisions = injected.flatMap((each) => [...each.decisions, ...each.others]);
  switch (format) {
    case 'yaml':
      return keepVerbatim(joinYaml(injected.map(({ after }) => after)));
    case 'json':
      return keepVerbatim(unwrapOrThrow('the input', formatObjectsJson(injected)));
    case 'diff':
      return joinTexts(injected.map((each) => formatDifferences(each, colors)));
    case 'explanation':
      return formatLines(
        decisions.flatMap((each, index) => [
          ...(index === 0 ? [] : [line``]),
          ...formatExplanation(each, colors),
        ]),
      );
    case 'explanation-json':
      return formatJsonReport(decisions.map(buildExplanation));
  }
}

/** An object with a pod template that was not looked into is named wherever else it is explained. */
const isOverlooked = ({ reasons }: ObjectDecision): boolean =>
  reasons.some(({ code }) => code === 'template-unknown');

/** What was done and what is to be known of it, a line each. */
function formatDecision(decision: ObjectDecision): readonly TerminalText[] {
  const reasons = selectRemarks(decision).map(
    (reason) => line`  ${reason.kind} ${reason.code}: ${describeFinding(reason)} ${reason.remedy}`,
  );
  return [line`${formatTitle(decision.workload)} ${describeVerdict(decision)}`, ...reasons];
}
