import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import { MANIFESTS, type Manifest } from '../support/kustomize.js';

/** The versions of Helm that the chart is tested with. */
export const HELMS = ['helm-3', 'helm-4'] as const;
export type HelmName = (typeof HELMS)[number];

/** Path of a Helm that was built. */
export const programOf = (name: HelmName): string => join(folderOf(CATALOG[name]), name);

/** Folder of the chart. */
export const CHART = join(MANIFESTS, 'chart');

export type Values = Readonly<Record<string, unknown>>;

/** How a run of Helm ended. */
interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs Helm with a text on its standard input. */
export function runHelm(helm: HelmName, args: readonly string[], input = ''): Ended {
  const { status, stdout, stderr, error } = spawnSync(programOf(helm), args, { input, encoding: 'utf8' });
  if (error !== undefined)
    throw new Error(`${helm} cannot be run; make it with: npm run build:parts -- charts`);
  return { code: status ?? -1, out: stdout, err: stderr };
}

export interface Rendering {
  readonly chart?: string;
  readonly namespace?: string;
  readonly flags?: readonly string[];
}

/** Runs `helm template` without a cluster. */
export const template = (
  helm: HelmName,
  values: Values,
  { chart = CHART, namespace = 'doka-tracing', flags = [] }: Rendering = {},
): Ended =>
  runHelm(
    helm,
    ['template', 'doka-tracing', chart, '--namespace', namespace, '--include-crds', '-f', '-', ...flags],
    JSON.stringify(values),
  );

/** The objects that `helm template` writes, hooks as well. Throws where the values are refused. */
export function objectsOf(helm: HelmName, values: Values, rendering?: Rendering): readonly Manifest[] {
  const { code, out, err } = template(helm, values, rendering);
  if (code !== 0) throw new Error(`${helm} refused ${JSON.stringify(values)}: ${err}`);
  return parseAllDocuments(out).map((document) => {
    if (document.errors.length > 0) throw new Error(document.errors.map(String).join('\n'));
    return document.toJS() as Manifest;
  });
}
