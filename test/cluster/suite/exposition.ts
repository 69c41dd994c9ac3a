/** Labels of a series, as many as are told. */
export type Labels = Readonly<Record<string, string>>;

/** One series of a metric, with its value at the time. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * The series of one metric whose labels contain all of these, out of a text as Prometheus scrapes it.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export const samplesOf = (text: string, name: string, wanted: Labels = {}): readonly Sample[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map(sampleOf)
    .filter(({ labels }) => Object.entries(wanted).every(([key, value]) => labels[key] === value));

/** The sum of those series. */
export const sumOf = (text: string, name: string, wanted: Labels = {}): number =>
  samplesOf(text, name, wanted).reduce((sum, { value }) => sum + value, 0);

function sampleOf(line: string): Sample {
  const labels = [...line.matchAll(/[{,](\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', value = '']) => [
    key,
    value,
  ]);
  return {
    labels: Object.fromEntries(labels) as Labels,
    value: Number(line.slice(line.lastIndexOf(' '))),
  };
}
