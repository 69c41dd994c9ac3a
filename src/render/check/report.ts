import type { Colors } from 'picocolors/types.js';
import { formatDifferenceLine } from '../../text/difference.js';
import { line, paint, type TerminalText } from '../../text/terminal-text.js';
import type { Difference } from './check-documents.js';

/** What a check found, as lines for a person. */
export function formatReportLines(findings: readonly Difference[], colors: Colors): readonly TerminalText[] {
  if (findings.length === 0) return [line`Nothing differs from what is rendered.`];
  return findings.flatMap((finding) => describeDifference(finding, colors));
}

function describeDifference(finding: Difference, colors: Colors): readonly TerminalText[] {
  switch (finding.kind) {
    case 'fault':
      return [line`${paint(colors.bold, finding.place)} ${finding.message}`];
    case 'drift':
      return [
        line`${paint(colors.bold, `--- ${finding.object} (${finding.place})`)}`,
        line`${paint(colors.bold, `+++ ${finding.object} (rendered)`)}`,
        ...finding.lines.map((each) => formatDifferenceLine(each, colors)),
      ];
    case 'missing':
      return [line`${paint(colors.bold, finding.object)} is rendered, but is not there`];
  }
}

/** The same as plain data. */
export const buildReportData = (findings: readonly Difference[]): unknown =>
  findings.map((finding) =>
    finding.kind === 'drift' ? { ...finding, lines: finding.lines.map(({ text }) => text) } : finding,
  );
