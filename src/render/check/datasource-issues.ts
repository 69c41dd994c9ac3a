import { isRecord, type Fields } from '../../core/json.js';
import { parseInnerValue } from '../../config/inner-text.js';
import { type Path, findValueAt } from '../../core/objects/paths.js';
import { trimTrailingSlashes } from '../../core/text-ends.js';
import { GRAFANA_PLUGINS } from '../rendered-backends.js';
import type { RenderSettings } from '../settings.js';
import { buildDatasources, listOtherDatasources } from '../grafana/datasources.js';
import type { Datasource } from '../grafana/span-links.js';
import { redactAddress, type CheckIssue } from './check-issue.js';
import type { CheckedDocument } from './checked-documents.js';

/** Plugins by which Grafana asks tracing backends. */
const PLUGINS: readonly unknown[] = Object.values(GRAFANA_PLUGINS).map(({ type }) => type);

/** Where files hold datasources: Grafana's own, the values of the metrics stack, and the object of Grafana's operator. */
const LISTS: readonly Path[] = [['datasources'], ['defaultDatasources', 'extra']];
const GRAFANA_OBJECT: Path = ['spec', 'datasource'];

type ExpectedDatasource = Pick<Datasource, 'type' | 'url'>;

/** A datasource of a tracing backend, and where it is. */
interface CheckedDatasource {
  readonly path: Path;
  readonly datasource: Fields;
}

/** Datasources of tracing backends that Grafana cannot ask, or that nothing can link to. */
export function checkDatasources(found: CheckedDocument, settings: RenderSettings): readonly CheckIssue[] {
  const expected = [...buildDatasources(settings), ...listOtherDatasources(settings)].filter(({ type }) =>
    PLUGINS.includes(type),
  );
  return collectDatasources(found).flatMap(({ path, datasource }) =>
    checkDatasource(path, datasource, expected),
  );
}

/** Datasources of tracing backends that a document holds. */
export function collectDatasources({ kind, value }: CheckedDocument): readonly CheckedDatasource[] {
  switch (kind) {
    case 'GrafanaDatasource':
      return selectTracingDatasource(GRAFANA_OBJECT, findValueAt(value, GRAFANA_OBJECT));
    case 'ConfigMap':
      return readDatasourceTexts(value);
    case '':
      return readDatasourceLists(value, []);
    default:
      return [];
  }
}

const selectTracingDatasource = (path: Path, datasource: unknown): readonly CheckedDatasource[] =>
  isRecord(datasource) && PLUGINS.includes(datasource['type']) ? [{ path, datasource }] : [];

const readDatasourceLists = (value: unknown, prefix: Path): readonly CheckedDatasource[] =>
  LISTS.flatMap((path) => {
    const list = findValueAt(value, path);
    const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
    return items.flatMap((item, index) => selectTracingDatasource([...prefix, ...path, index], item));
  });

function readDatasourceTexts(value: unknown): readonly CheckedDatasource[] {
  const data = findValueAt(value, ['data']);
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, text]) =>
    readDatasourceLists(parseInnerValue(String(text)), ['data', key]),
  );
}

function checkDatasource(
  at: Path,
  { type, url, uid, name }: Fields,
  all: readonly ExpectedDatasource[],
): readonly CheckIssue[] {
  const expected = all.filter((each) => each.type === type);
  const title = typeof name === 'string' ? name : String(type);
  const noUid = {
    path: at,
    message: `${title} has no uid, so dashboards and links cannot name it; add one`,
  };
  return [
    ...checkDatasourceUrl([...at, 'url'], { title, url, type }, expected),
    ...(uid === undefined ? [noUid] : []),
  ];
}

interface DatasourceAddress {
  readonly title: string;
  readonly url: unknown;
  readonly type: unknown;
}

function checkDatasourceUrl(
  path: Path,
  { title, url, type }: DatasourceAddress,
  expected: readonly ExpectedDatasource[],
): readonly CheckIssue[] {
  if (expected.length === 0) {
    const message = `${title} is for a backend with the plugin ${String(type)}, but the platform enables none; enable it or remove it`;
    return [{ path, message }];
  }
  if (expected.some((each) => isSameUrl(each.url, url))) return [];
  const allowed = expected.map((each) => each.url).join(', ');
  return [
    {
      path,
      message: `${title} is at ${redactAddress(String(url))}, where nothing answers it; allowed: ${allowed}; correct it`,
    },
  ];
}

/** Compares two URLs; names of Services may have the domain of the cluster or not. */
function isSameUrl(one: string, other: unknown): boolean {
  return typeof other === 'string' && trimClusterDomain(one) === trimClusterDomain(other);
}

/** A URL without the domain of the cluster in the name of its Service, and without slashes at its end. */
function trimClusterDomain(url: string): string {
  const parts = trimTrailingSlashes(url).split(/(?=[:/])/);
  const host = parts.findIndex((part) => findServiceEnd(part) !== undefined);
  return parts.map((part, index) => (index === host ? part.slice(0, findServiceEnd(part)) : part)).join('');
}

/** Where the `.svc` of a Service's name ends, in a part of a URL that ends in such a name; undefined in any other. */
function findServiceEnd(part: string): number | undefined {
  const name = part.split(/[^a-z0-9.-]/).at(-1) ?? '';
  const match = /\.svc(?=\..|$)/.exec(name);
  return match === null ? undefined : part.length - name.length + match.index + match[0].length;
}
