import picocolors from 'picocolors';
import { readTexts, type FileText } from '../config/context.js';
import type { Issue, Result } from '../core/result.js';
import { describeTracingOff } from '../core/rules/parse-platform.js';
import { checkDocuments, hasCheckable } from '../render/check/check-documents.js';
import { parseCheckedDocuments } from '../render/check/checked-documents.js';
import { buildReportData, formatReportLines } from '../render/check/report.js';
import { renderNothing } from '../render/empty-parts.js';
import { joinParts, renderPart, type RenderedPart } from '../render/parts.js';
import { checkSettings, listAssumptions, listNotices } from '../render/settings-rules.js';
import { resolveRenderSettings, type RenderSettings, type RenderOptions } from '../render/settings.js';
import { formatJsonReport, line, formatLines, keepVerbatim } from '../text/terminal-text.js';
import { createChoiceError, locateIssues, readPlatformChoice, writeNotices } from './platform-choice.js';
import { writeRenderedFolder } from './rendered-folder.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import type { Part } from '../render/choices.js';

export interface RenderInput extends RenderOptions {
  readonly parts: readonly Part[];
  /** File with the platform's choice; `-` is standard input. */
  readonly filename: string;
  /** Which cluster is meant, where the file holds several. */
  readonly cluster?: string;
  readonly output: 'yaml' | 'json';
  readonly folder?: string;
  readonly check?: readonly string[];
}

/**
 * Renders parts of the platform's choice: prints them, writes them into a folder, or compares files with them. Throws
 * `UsageError` for input that cannot be read or rendered, naming `file:line:column` and the remedy; nothing is written then.
 * For a choice that has all backends off it renders nothing, and says so on standard error.
 */
export async function runRender(input: RenderInput, terminal: Terminal): Promise<ExitCode> {
  const { settings, assumptions } = await loadRenderSettings(input, terminal);
  const parts = input.parts.map((part) =>
    settings === undefined ? renderNothing(part) : renderPart(part, settings),
  );
  if (input.check !== undefined)
    return await checkFiles({ ...input, check: input.check, assumptions }, parts, settings, terminal);
  writeNotices(assumptions, terminal);
  if (input.folder !== undefined) return await writeRenderedFolder(input.folder, parts, terminal);
  const text = settings === undefined ? '' : joinParts(parts);
  terminal.out(keepVerbatim(input.output === 'json' ? formatPartsJson(parts) : text));
  return 0;
}

interface LoadedSettings {
  /** What everything is rendered from; undefined where all backends are off. */
  readonly settings: RenderSettings | undefined;
  /** The versions that are assumed. */
  readonly assumptions: readonly Issue[];
}

async function loadRenderSettings(input: RenderInput, terminal: Terminal): Promise<LoadedSettings> {
  const choice = await readPlatformChoice({ path: input.filename, cluster: input.cluster }, terminal);
  if ('isOff' in choice) {
    writeNotices(locateIssues([TRACING_IS_OFF], choice), terminal);
    return { settings: undefined, assumptions: [] };
  }
  const settings = resolveRenderSettings(choice, input);
  const refusals = checkSettings(settings);
  if (refusals.length > 0) throw createChoiceError(locateIssues(refusals, choice));
  writeNotices(locateIssues(listNotices(settings, input.parts), choice), terminal);
  return { settings, assumptions: locateIssues(listAssumptions(settings, input.parts), choice) };
}

const TRACING_IS_OFF = describeTracingOff('nothing is rendered', 'remove what was rendered before');

function formatPartsJson(parts: readonly RenderedPart[]): string {
  const [only] = parts;
  const data =
    parts.length === 1 ? only?.data : Object.fromEntries(parts.map((each) => [each.part, each.data]));
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** Compares files with what is rendered, and tells what differs and what is wrong. */
async function checkFiles(
  {
    check: paths,
    output,
    assumptions,
  }: Pick<RenderInput, 'output'> & {
    readonly check: readonly string[];
    readonly assumptions: readonly Issue[];
  },
  parts: readonly RenderedPart[],
  settings: RenderSettings | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  if (settings === undefined) {
    terminal.out(output === 'json' ? formatJsonReport([]) : formatLines([line`Nothing is compared.`]));
    return 0;
  }
  const texts = await Promise.all(paths.map((path) => readInputTexts(path, terminal)));
  const found = texts.flat().flatMap(({ file, text }) => unwrapOrThrow(parseCheckedDocuments(text, file)));
  const findings = checkDocuments(found, parts, settings);
  if (findings.length === 0 && !hasCheckable(found, parts))
    throw new UsageError(describeNothingCompared(paths));
  // What is wrong or differs may hold for the assumed versions alone.
  if (findings.some(({ kind }) => kind !== 'missing')) writeNotices(assumptions, terminal);
  const colors = picocolors.createColors(terminal.color);
  terminal.out(
    output === 'json'
      ? formatJsonReport(buildReportData(findings))
      : formatLines(formatReportLines(findings, colors)),
  );
  return findings.length === 0 ? 0 : 1;
}

const describeNothingCompared = (paths: readonly string[]): string =>
  `--check ${paths.join(', ')}: there is nothing that render knows, so nothing was compared; name files with objects that are rendered, a Collector’s configuration, Grafana’s datasources for tracing or a sampler.`;

async function readInputTexts(path: string, terminal: Terminal): Promise<readonly FileText[]> {
  if (path === '-') return [{ file: 'stdin', text: await terminal.readInput() }];
  return unwrapOrThrow(await readTexts(path));
}

function unwrapOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new UsageError('what is to be checked is refused', result.error);
}
