import type { Colors } from 'picocolors/types.js';
import { paintedLine } from '../../text/difference.js';
import type { Finding } from './check.js';

/** What a check found, as lines for a person. */
export function reportLines(findings: readonly Finding[], colors: Colors): readonly string[] {
  if (findings.length === 0) return ['Nothing differs from what is rendered.'];
  return findings.flatMap((finding) => linesOf(finding, colors));
}

function linesOf(finding: Finding, colors: Colors): readonly string[] {
  switch (finding.kind) {
    case 'fault':
      return [`${colors.bold(finding.place)} ${finding.message}`];
    case 'drift':
      return [
        colors.bold(`--- ${finding.object} (${finding.place})`),
        colors.bold(`+++ ${finding.object} (rendered)`),
        ...finding.lines.map((line) => paintedLine(line, colors)),
      ];
    case 'missing':
      return [`${colors.bold(finding.object)} is rendered, and is not there`];
  }
}

/** The same as plain data. */
export const reportData = (findings: readonly Finding[]): unknown =>
  findings.map((finding) =>
    finding.kind === 'drift' ? { ...finding, lines: finding.lines.map(({ text }) => text) } : finding,
  );
