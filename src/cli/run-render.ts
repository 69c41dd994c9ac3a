import picocolors from 'picocolors';
import { readTexts, type FileText } from '../config/context.js';
import type { PlatformInput } from '../config/platform-input.js';
import type { Issue, Result } from '../core/result.js';
import { check, holdsKnown } from '../render/check/check.js';
import { foundIn } from '../render/check/found.js';
import { reportData, reportLines } from '../render/check/report.js';
import { noticesOf } from '../render/notices.js';
import { joinedText, renderPart, type Part, type RenderedPart } from '../render/parts.js';
import { refusalsOf } from '../render/refusals.js';
import { settingsOf, type RenderSettings, type RenderWishes } from '../render/settings.js';
import { jsonReport, line, printed, product } from '../text/terminal-text.js';
import { platformChoice, refusedChoice } from './platform-choice.js';
import { writtenInto } from './rendered-folder.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';

export interface RenderInput extends RenderWishes {
  readonly parts: readonly Part[];
  /** File with the platform's choice; `-` is standard input. */
  readonly filename: string;
  readonly output: 'yaml' | 'json';
  readonly folder?: string;
  readonly check?: readonly string[];
}

/**
 * Renders parts of the platform's choice: prints them, writes them into a folder, or compares files with them. Throws
 * `UsageError` for input that cannot be read or rendered, naming `file:line:column` and the mend; nothing is written then.
 */
export async function render(input: RenderInput, terminal: Terminal): Promise<ExitCode> {
  const settings = await settingsFor(input, terminal);
  const parts = input.parts.map((part) => renderPart(part, settings));
  if (input.check !== undefined)
    return await checked({ ...input, check: input.check }, parts, settings, terminal);
  if (input.folder !== undefined) return await writtenInto(input.folder, parts, terminal);
  terminal.out(product(input.output === 'json' ? jsonText(parts) : joinedText(parts)));
  return 0;
}

async function settingsFor(input: RenderInput, terminal: Terminal): Promise<RenderSettings> {
  const choice = await platformChoice(input.filename, terminal);
  const settings = settingsOf(choice, input);
  const refusals = refusalsOf(settings);
  if (refusals.length > 0) throw refusedChoice(placed(refusals, choice));
  for (const { path, message } of placed(noticesOf(settings, input.parts), choice))
    terminal.err(printed([line`notice: ${path}: ${message}`]));
  return settings;
}

const placed = (issues: readonly Issue[], { place }: PlatformInput): readonly Issue[] =>
  issues.map(({ path, message }) => ({ path: place(path), message }));

function jsonText(parts: readonly RenderedPart[]): string {
  const [only] = parts;
  const data =
    parts.length === 1 ? only?.data : Object.fromEntries(parts.map((each) => [each.part, each.data]));
  return `${JSON.stringify(data, null, 2)}\n`;
}

/** Compares files with what is rendered, and tells what differs and what is wrong. */
async function checked(
  { check: paths, output }: Pick<RenderInput, 'output'> & { readonly check: readonly string[] },
  parts: readonly RenderedPart[],
  settings: RenderSettings,
  terminal: Terminal,
): Promise<ExitCode> {
  const texts = await Promise.all(paths.map((path) => textsAt(path, terminal)));
  const found = texts.flat().flatMap(({ file, text }) => granted(foundIn(text, file)));
  const findings = check(found, parts, settings);
  if (findings.length === 0 && !holdsKnown(found, parts)) throw new UsageError(nothingKnown(paths));
  const colors = picocolors.createColors(terminal.color);
  terminal.out(output === 'json' ? jsonReport(reportData(findings)) : printed(reportLines(findings, colors)));
  return findings.length === 0 ? 0 : 1;
}

const nothingKnown = (paths: readonly string[]): string =>
  `--check ${paths.join(', ')}: there is nothing that render knows, so nothing was compared; name files with objects that are rendered, a Collector’s configuration, Grafana’s datasources for tracing or a sampler.`;

async function textsAt(path: string, terminal: Terminal): Promise<readonly FileText[]> {
  if (path === '-') return [{ file: 'stdin', text: await terminal.readInput() }];
  return granted(await readTexts(path));
}

function granted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new UsageError('what is to be checked is refused', result.error);
}
