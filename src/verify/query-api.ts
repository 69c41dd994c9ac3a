import { getChartPreset } from '../core/backends/backend.js';
import { getBackendRow } from '../core/backends/backends.js';
import { BACKENDS, type Backend } from '../core/domain.js';
import { err, ok, type Result } from '../core/result.js';
import { trimTrailingSlashes } from '../core/text-ends.js';
import type { ServerAccess } from './server-access.js';
import { PROBE_MS } from './bounds.js';
import { listDefaultDestinations, type Destination } from './destination.js';
import { diagnoseFailure } from './diagnose.js';
import { type Diagnosis, buildDiagnosis, type DiagnosisCode } from './diagnoses/index.js';
import { probeQueryApi } from './query/query-calls.js';
import { READERS } from './query/readers.js';
import { SENDERS } from './send/senders.js';

/** A query API that was found to answer. */
export interface QueryApi {
  readonly backend: Backend;
  /** Base of its paths. */
  readonly url: string;
}

/** What a server says that does not know the question; VictoriaTraces has 400 for that. */
const SAYS_ANOTHER: readonly DiagnosisCode[] = ['not-the-query-api', 'request-refused'];

/** Finds the query API of a backend at an address, or of any backend where none is named; else tells what is there. */
export async function detectQueryApi(
  backend: Backend | undefined,
  access: ServerAccess,
): Promise<Result<QueryApi, Diagnosis>> {
  const [first] = listQueryApis(backend === undefined ? BACKENDS : [backend], access.url);
  if (first === undefined) return err(buildDiagnosis('not-the-query-api'));
  const answer = await probeQueryApi(first.backend, { ...access, url: first.url });
  if (answer.ok) return ok(first);
  const told = diagnoseFailure(answer.error, 'query');
  if (!SAYS_ANOTHER.includes(told.code)) return err(told);
  const other = await findAnsweringApi(
    listQueryApis(BACKENDS, access.url).filter(
      (each) => each.url !== first.url || each.backend !== first.backend,
    ),
    access,
  );
  if (other === undefined) return err(buildDiagnosis('not-the-query-api', ...told.seen));
  if (backend === undefined) return ok(other);
  const seen = `The query API of ${other.backend} answers at ${other.url}.`;
  return err(buildDiagnosis('not-the-query-api', ...told.seen, seen));
}

/** Where the APIs of backends would be, by an address that may leave out the path that an API has by default. */
function listQueryApis(backends: readonly Backend[], text: string): readonly QueryApi[] {
  const { origin, pathname } = new URL(text);
  const listed = backends.map((backend) => ({ backend, path: getQueryPath(backend) }));
  const owners = listed.filter(({ path }) => path !== '' && trimTrailingSlashes(pathname).endsWith(path));
  return (
    listed
      // VictoriaTraces answers as Jaeger does, below a path of its own.
      .filter((each) =>
        owners.every(({ backend }) => backend === each.backend || READERS[backend] !== READERS[each.backend]),
      )
      .map(({ backend, path }) => ({
        backend,
        url: path !== '' && pathname === '/' ? `${origin}${path}` : text,
      }))
  );
}

/** The path below which a backend answers queries by its usual chart. */
function getQueryPath(backend: Backend): string {
  const row = getBackendRow(backend);
  return getChartPreset(row, row.chart).query(row.chart).path;
}

async function findAnsweringApi(
  apis: readonly QueryApi[],
  access: ServerAccess,
): Promise<QueryApi | undefined> {
  const answers = await Promise.all(
    apis.map(({ backend, url }) => probeQueryApi(backend, buildProbeAccess(access, url))),
  );
  return apis.find((_, index) => answers[index]?.ok);
}

/** Where the same port takes spans in, tried with an empty request; undefined where it does not. */
export async function findOtherDestination(
  tried: Destination,
  access: ServerAccess,
): Promise<Destination | undefined> {
  const others = listDefaultDestinations(tried).filter(
    ({ wire, url }) => wire !== tried.wire || url !== tried.url,
  );
  const answers = await Promise.all(
    others.map(({ wire, url }) => SENDERS[wire]([], buildProbeAccess(access, url))),
  );
  return others.find((_, index) => answers[index]?.ok);
}

const buildProbeAccess = (access: ServerAccess, url: string): ServerAccess => ({
  ...access,
  url,
  timeoutMs: Math.min(access.timeoutMs, PROBE_MS),
});
