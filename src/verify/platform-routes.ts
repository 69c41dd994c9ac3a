import { BACKEND_ATTRIBUTE } from '../core/annotations.js';
import { type Backend, type Setting } from '../core/domain.js';
import { listEnabledBackends, type Platform } from '../core/platform/platform.js';
import { findQueryAddress } from '../core/platform/query-address.js';
import { err, ok, type Result } from '../core/result.js';
import { buildAccess, type VerifyOptions, buildMetricsAccess, buildTraceResource } from './verify-options.js';
import { selectTraceShape, MARKED } from './trace-shape.js';
import { resolveDestination, isOptionIssue } from './platform-destination.js';
import type { SpanAttributes } from './sent-spans.js';
import { resolveCollectorTenantHeaders, resolveTenantHeaders } from './tenancy.js';
import type { ReadTarget, TraceRoute } from './trace-route.js';

/**
 * The routes of a platform: one through its Collector to every backend asked for, or one to each directly. Refuses with
 * one sentence what cannot be asked; that agents have no route is an answer, and no refusal.
 */
export function resolvePlatformRoutes(
  asked: VerifyOptions,
  platform: Platform,
): Result<readonly TraceRoute[], string> {
  const backends = selectBackends(asked, platform);
  if (!backends.ok) return backends;
  const astray = checkQueryBackends(asked, platform, backends.value);
  if (astray !== undefined) return err(astray);
  const isDirect = platform.route.value === 'direct';
  const groups = isDirect ? backends.value.map((each) => [each] as const) : [backends.value];
  if (groups.length > 1 && asked.collector !== undefined)
    return err(
      '--collector is one address, but on the direct route each backend has its own; leave out --collector or --all',
    );
  return collectResults(groups.map((group) => resolveBackendRoute(group, asked, platform)));
}

type ChosenBackends = readonly [Setting<Backend>, ...Setting<Backend>[]];

function selectBackends(
  { isAll, backend }: VerifyOptions,
  platform: Platform,
): Result<ChosenBackends, string> {
  const enabled = listEnabledBackends(platform);
  const wanted = isAll ? enabled : backend === undefined ? [] : [backend];
  const [first, ...others] = wanted.map((value) => ({ value, origin: 'pod' }) as const);
  if (first === undefined) return ok([platform.primary]);
  if (enabled.includes(first.value)) return ok([first, ...others]);
  return err(`--backend-kind is ${first.value}, which is not enabled; allowed: ${enabled.join(', ')}`);
}

/** Says of an address for queries that it is of a backend from which nothing is read. */
function checkQueryBackends(
  { queries }: VerifyOptions,
  { backends }: Platform,
  chosen: ChosenBackends,
): string | undefined {
  const read = chosen.map(({ value }) => value);
  const astray = queries.find(({ backend }) => backend !== undefined && !read.includes(backend))?.backend;
  if (astray === undefined) return undefined;
  const allowed = `allowed: ${read.join(', ')}`;
  return backends[astray] === undefined
    ? `--query is of ${astray}, which is not enabled; ${allowed}`
    : `--query is of ${astray}, from which nothing is read; ${allowed}; add --backend-kind ${astray} or --all`;
}

function resolveBackendRoute(
  backends: ChosenBackends,
  asked: VerifyOptions,
  platform: Platform,
): Result<TraceRoute, string> {
  const [{ value: first }] = backends;
  const destination = resolveDestination(backends[0], asked, platform);
  if (isOptionIssue(destination)) return destination;
  const reads = collectResults(backends.map(({ value }) => resolveReadTarget(value, asked, platform)));
  if (!reads.ok) return reads;
  const via = platform.route.value;
  const tenancy =
    via === 'direct'
      ? resolveTenantHeaders(first, asked, platform)
      : resolveCollectorTenantHeaders(asked, platform);
  if (!tenancy.ok) return tenancy;
  return ok({
    via,
    destination,
    ...(asked.language === undefined ? {} : { language: asked.language }),
    send: buildAccess(asked, { ...tenancy.value, ...asked.sendHeaders }),
    reads: reads.value,
    keeping: asked.isMarked ? MARKED : selectTraceShape(platform.sampling),
    resource: { ...buildTraceResource(asked), ...(via === 'collector' ? buildBackendAttributes(asked) : {}) },
    ...buildMetricsAccess(asked),
  });
}

/** The Collector sends what names no backend to all of them. */
const buildBackendAttributes = ({ isAll, backend }: VerifyOptions): SpanAttributes =>
  isAll || backend === undefined ? {} : { [BACKEND_ATTRIBUTE]: backend };

function resolveReadTarget(
  backend: Backend,
  asked: VerifyOptions,
  platform: Platform,
): Result<ReadTarget, string> {
  const tenancy = resolveTenantHeaders(backend, asked, platform);
  if (!tenancy.ok) return tenancy;
  const unnamed = asked.queries.find((query) => query.backend === undefined);
  if (unnamed !== undefined && asked.isAll)
    return err('--query names no backend, and with --all there may be several; write --query BACKEND=URL');
  const written = asked.queries.find((query) => query.backend === backend) ?? unnamed;
  const url = written?.url ?? findQueryAddress(platform, backend)?.url;
  if (url === undefined) return err(`${backend} has no address for queries; give one with --query`);
  const access = buildAccess(asked, { ...tenancy.value, ...asked.queryHeaders });
  return ok({ backend, access: { ...access, url } });
}

function collectResults<T>(results: readonly Result<T, string>[]): Result<readonly T[], string> {
  const refused = results.find((result) => !result.ok);
  return refused ?? ok(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
