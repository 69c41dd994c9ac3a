import { BACKEND_ATTRIBUTE } from '../core/annotations.js';
import { BACKENDS, type Backend, type Setting } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { queryAddress } from '../core/backends/queries.js';
import { err, ok, type Result } from '../core/result.js';
import { accessWith, type Asked, metricsOf, resourceOf } from './asked.js';
import { keepingUnder, MARKED } from './keeping.js';
import { destinationFor, isRefused } from './platform-destination.js';
import type { Attributes } from './sent-spans.js';
import { tenancyOf } from './tenancy.js';
import type { Read, Way } from './way.js';

/**
 * The ways of a platform: one through its Collector to every backend asked for, or one to each directly. Refuses with
 * one sentence what cannot be asked; that agents have no way is an answer, and no refusal.
 */
export function platformWays(asked: Asked, platform: Platform): Result<readonly Way[], string> {
  const backends = backendsOf(asked, platform);
  if (!backends.ok) return backends;
  const astray = astrayQuery(asked, platform, backends.value);
  if (astray !== undefined) return err(astray);
  const isDirect = platform.route.value === 'direct';
  const groups = isDirect ? backends.value.map((each) => [each] as const) : [backends.value];
  if (groups.length > 1 && asked.collector !== undefined)
    return err('--collector is one address, and directly each backend has its own; leave out it or --all');
  return all(groups.map((group) => wayTo(group, asked, platform)));
}

type Chosen = readonly [Setting<Backend>, ...Setting<Backend>[]];

function backendsOf({ isAll, backend }: Asked, { backends, primary }: Platform): Result<Chosen, string> {
  const enabled = BACKENDS.filter((each) => backends[each] !== undefined);
  const wanted = isAll ? enabled : backend === undefined ? [] : [backend];
  const [first, ...others] = wanted.map((value) => ({ value, origin: 'pod' }) as const);
  if (first === undefined) return ok([primary]);
  if (enabled.includes(first.value)) return ok([first, ...others]);
  return err(`--backend-kind is ${first.value}, which is not enabled; allowed: ${enabled.join(', ')}`);
}

/** Says of an address for queries that it is of a backend from which nothing is read. */
function astrayQuery({ queries }: Asked, { backends }: Platform, chosen: Chosen): string | undefined {
  const read = chosen.map(({ value }) => value);
  const astray = queries.find(({ backend }) => backend !== undefined && !read.includes(backend))?.backend;
  if (astray === undefined) return undefined;
  const allowed = `allowed: ${read.join(', ')}`;
  return backends[astray] === undefined
    ? `--query is of ${astray}, which is not enabled; ${allowed}`
    : `--query is of ${astray}, from which nothing is read; ${allowed}; add --backend-kind ${astray} or --all`;
}

function wayTo(backends: Chosen, asked: Asked, platform: Platform): Result<Way, string> {
  const [{ value: first }] = backends;
  const destination = destinationFor(backends[0], asked, platform);
  if (isRefused(destination)) return destination;
  const reads = all(backends.map(({ value }) => readOf(value, asked, platform)));
  if (!reads.ok) return reads;
  const via = platform.route.value;
  // The Collector names the tenant itself.
  const tenancy = via === 'direct' ? tenancyOf(first, asked, platform) : ok({});
  if (!tenancy.ok) return tenancy;
  return ok({
    via,
    destination,
    ...(asked.language === undefined ? {} : { language: asked.language }),
    send: accessWith(asked, { ...tenancy.value, ...asked.sendHeaders }),
    reads: reads.value,
    keeping: asked.isMarked ? MARKED : keepingUnder(platform.sampling),
    resource: { ...resourceOf(asked), ...(via === 'collector' ? pickOf(asked) : {}) },
    ...metricsOf(asked),
  });
}

/** The Collector sends what names no backend to all of them. */
const pickOf = ({ isAll, backend }: Asked): Attributes =>
  isAll || backend === undefined ? {} : { [BACKEND_ATTRIBUTE]: backend };

function readOf(backend: Backend, asked: Asked, platform: Platform): Result<Read, string> {
  const tenancy = tenancyOf(backend, asked, platform);
  if (!tenancy.ok) return tenancy;
  const unnamed = asked.queries.find((query) => query.backend === undefined);
  if (unnamed !== undefined && asked.isAll)
    return err('--query names no backend, and with --all there may be several; write --query BACKEND=URL');
  const written = asked.queries.find((query) => query.backend === backend) ?? unnamed;
  const url = written?.url ?? queryAddress(platform, backend)?.url;
  if (url === undefined) return err(`${backend} has no address for queries; give one with --query`);
  const access = accessWith(asked, { ...tenancy.value, ...asked.queryHeaders });
  return ok({ backend, access: { ...access, url } });
}

function all<T>(results: readonly Result<T, string>[]): Result<readonly T[], string> {
  const refused = results.find((result) => !result.ok);
  return refused ?? ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
