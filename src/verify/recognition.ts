import { BACKENDS, type Backend } from '../core/domain.js';
import { err, ok, type Result } from '../core/result.js';
import { trimTrailingSlashes } from '../core/text-ends.js';
import type { Access } from './access.js';
import { alternatives, type Destination } from './destination.js';
import { diagnose } from './diagnose.js';
import { type Diagnosis, diagnosis, type DiagnosisCode } from './diagnoses/index.js';
import { probe } from './query/read-trace.js';
import { VICTORIA_TRACES_PATH } from './query/victoria-traces.js';
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
export async function queryApiAt(
  backend: Backend | undefined,
  access: Access,
): Promise<Result<QueryApi, Diagnosis>> {
  const [first] = candidates(backend === undefined ? BACKENDS : [backend], access.url);
  if (first === undefined) return err(diagnosis('not-the-query-api'));
  const answer = await probe(first.backend, { ...access, url: first.url });
  if (answer.ok) return ok(first);
  const told = diagnose(answer.error, 'query');
  if (!SAYS_ANOTHER.includes(told.code)) return err(told);
  const other = await anyOf(
    candidates(BACKENDS, access.url).filter(
      (each) => each.url !== first.url || each.backend !== first.backend,
    ),
    access,
  );
  if (other === undefined) return err(diagnosis('not-the-query-api', ...told.seen));
  if (backend === undefined) return ok(other);
  const seen = `The query API of ${other.backend} answers at ${other.url}.`;
  return err(diagnosis('not-the-query-api', ...told.seen, seen));
}

/** Where the APIs of backends would be, by an address that may leave out the path that an API has by default. */
function candidates(backends: readonly Backend[], text: string): readonly QueryApi[] {
  const { origin, pathname } = new URL(text);
  const isOfVictoria = trimTrailingSlashes(pathname).endsWith(VICTORIA_TRACES_PATH);
  return (
    backends
      // It answers as Jaeger does, below a path of its own.
      .filter((backend) => backend !== 'jaeger' || backends.length === 1 || !isOfVictoria)
      .map((backend) => ({
        backend,
        url: backend === 'victoria-traces' && pathname === '/' ? `${origin}${VICTORIA_TRACES_PATH}` : text,
      }))
  );
}

async function anyOf(apis: readonly QueryApi[], access: Access): Promise<QueryApi | undefined> {
  const answers = await Promise.all(apis.map(({ backend, url }) => probe(backend, glance(access, url))));
  return apis.find((_, index) => answers[index]?.ok);
}

/** Where the same port takes spans in, tried with an empty request; undefined where it does not. */
export async function otherDestination(tried: Destination, access: Access): Promise<Destination | undefined> {
  const others = alternatives(tried).filter(({ wire, url }) => wire !== tried.wire || url !== tried.url);
  const answers = await Promise.all(others.map(({ wire, url }) => SENDERS[wire]([], glance(access, url))));
  return others.find((_, index) => answers[index]?.ok);
}

/** What is only found out beside must not take long. */
const GLANCE_MS = 2000;

const glance = (access: Access, url: string): Access => ({
  ...access,
  url,
  timeoutMs: Math.min(access.timeoutMs, GLANCE_MS),
});
