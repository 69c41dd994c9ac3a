import { parseDocument } from 'yaml';
import type { Path } from '../../core/objects/paths.js';
import { trimTrailingSlashes } from '../../core/text-ends.js';
import type { RenderSettings } from '../settings.js';
import { datasourcesOf, type Datasource } from '../grafana/datasources.js';
import { isRecord, valueAt } from './collector-config.js';
import { shownAddress, type Fault } from './fault.js';
import type { Found } from './found.js';

/** Plugins by which Grafana asks tracing backends. */
const PLUGINS: readonly unknown[] = ['tempo', 'jaeger', 'zipkin'];

/** Where files hold datasources: Grafana's own, the values of the metrics stack, and the object of Grafana's operator. */
const LISTS: readonly Path[] = [['datasources'], ['defaultDatasources', 'extra']];
const GRAFANA_OBJECT: Path = ['spec', 'datasource'];

/** A datasource of a tracing backend, and where it stands. */
interface FoundDatasource {
  readonly path: Path;
  readonly datasource: Readonly<Record<string, unknown>>;
}

/** Datasources of tracing backends that Grafana cannot ask, or that nothing can link to. */
export function datasourceFaults(found: Found, settings: RenderSettings): readonly Fault[] {
  const expected = datasourcesOf(settings).filter(({ type }) => PLUGINS.includes(type));
  return datasourcesIn(found).flatMap(({ path, datasource }) => faultsOf(path, datasource, expected));
}

/** Datasources of tracing backends that a document holds. */
export function datasourcesIn({ kind, value }: Found): readonly FoundDatasource[] {
  switch (kind) {
    case 'GrafanaDatasource':
      return tracing(GRAFANA_OBJECT, valueAt(value, GRAFANA_OBJECT));
    case 'ConfigMap':
      return inTexts(value);
    case '':
      return inLists(value, []);
    default:
      return [];
  }
}

const tracing = (path: Path, datasource: unknown): readonly FoundDatasource[] =>
  isRecord(datasource) && PLUGINS.includes(datasource['type']) ? [{ path, datasource }] : [];

const inLists = (value: unknown, prefix: Path): readonly FoundDatasource[] =>
  LISTS.flatMap((path) => {
    const list = valueAt(value, path);
    const items = Array.isArray(list) ? (list as readonly unknown[]) : [];
    return items.flatMap((item, index) => tracing([...prefix, ...path, index], item));
  });

function inTexts(value: unknown): readonly FoundDatasource[] {
  const data = valueAt(value, ['data']);
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, text]) => {
    const document = parseDocument(String(text), { prettyErrors: false });
    const isText = document.errors.length > 0;
    return isText ? [] : inLists(document.toJS(), ['data', key]);
  });
}

function faultsOf(
  at: Path,
  { type, url, uid, name }: Readonly<Record<string, unknown>>,
  all: readonly Datasource[],
): readonly Fault[] {
  const expected = all.filter((each) => each.type === type);
  const title = typeof name === 'string' ? name : String(type);
  const noUid = {
    path: at,
    message: `${title} has no uid, so dashboards and links cannot name it; add one`,
  };
  return [
    ...urlFaults([...at, 'url'], { title, url, type }, expected),
    ...(uid === undefined ? [noUid] : []),
  ];
}

interface Asked {
  readonly title: string;
  readonly url: unknown;
  readonly type: unknown;
}

function urlFaults(
  path: Path,
  { title, url, type }: Asked,
  expected: readonly Datasource[],
): readonly Fault[] {
  if (expected.length === 0) {
    const message = `${title} is for a backend by the plugin ${String(type)}, and the platform enables none; enable it or remove it`;
    return [{ path, message }];
  }
  if (expected.some((each) => sameUrl(each.url, url))) return [];
  const allowed = expected.map((each) => each.url).join(', ');
  return [
    {
      path,
      message: `${title} is at ${shownAddress(String(url))}, where nothing answers it; allowed: ${allowed}; correct it`,
    },
  ];
}

/** Compares two URLs; names of Services may have the domain of the cluster or not. */
function sameUrl(one: string, other: unknown): boolean {
  return typeof other === 'string' && withoutDomain(one) === withoutDomain(other);
}

/** A URL without the domain of the cluster in the name of its Service, and without slashes at its end. */
function withoutDomain(url: string): string {
  const parts = trimTrailingSlashes(url).split(/(?=[:/])/);
  const host = parts.findIndex((part) => serviceEnd(part) !== undefined);
  return parts.map((part, index) => (index === host ? part.slice(0, serviceEnd(part)) : part)).join('');
}

/** Where the `.svc` of a Service's name ends, in a part of a URL that ends in such a name; undefined in any other. */
function serviceEnd(part: string): number | undefined {
  const name = part.split(/[^a-z0-9.-]/).at(-1) ?? '';
  const match = /\.svc(?=\..|$)/.exec(name);
  return match === null ? undefined : part.length - name.length + match.index + match[0].length;
}
