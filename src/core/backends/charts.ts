import { isOlder } from '../version.js';

/** A Helm chart as a platform names it: the version, and the chart where it is not the usual one of its backend. */
export interface Chart {
  readonly name: string | undefined;
  readonly version: string;
}

/** Reads `1.24.4` or `tempo-distributed-1.61.3`; the text must have the form of `spec.backends.<backend>.chart`. */
export function parseChart(text: string): Chart {
  const [, name, version] = /^(?:([a-z][a-z0-9-]*?)-)?(v?[0-9][^]*)/.exec(text) ?? [];
  return { name, version: version ?? text };
}

/** Tells whether a chart is older than a version of it. */
export const isChartOlder = (chart: string, version: string): boolean =>
  isOlder(parseChart(chart).version.replace(/^v/, ''), version);
