import { AGENTS } from '../agents/agents.js';
import { findPortProtocol, formatEndpoint, parseEndpoint, redactUrl } from '../backends/endpoint.js';
import type { Exporter, Language } from '../domain.js';
import { listBackendAddresses } from '../platform/addresses.js';
import { type Finding, buildFinding } from '../reasons.js';
import { type ContainerContext, listVariableReaders } from './container-context.js';
import { findContainerValue, isSetByContainer } from './container-view.js';
import { createValueFinder } from './effective-value.js';
import { findOtherService } from './endpoint-text.js';
import { findInstrumentationVariable } from './instrumentation-values.js';
import { describeVariable } from './value-finding.js';
import type { Variable } from './variable.js';
import { TRACES_EXPORTER, ZIPKIN_ENDPOINT } from './variable-names.js';

/** What belongs to an exporter for Zipkin that somebody else asked for. */
export interface ZipkinExport {
  readonly variables: readonly Variable[];
  readonly findings: readonly Finding[];
}

const NOTHING: ZipkinExport = { variables: [], findings: [] };

/**
 * Gives an endpoint to agents that a container, or an Instrumentation without a platform, lets export to Zipkin beside the
 * resolved exporter: the platform's, if it has Zipkin. Without one they send to localhost, which is reported.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#zipkin-exporter
 */
export function resolveZipkinExport(context: ContainerContext, resolved: Exporter): ZipkinExport {
  const readers = listVariableReaders(context).filter(canExportZipkin);
  const isUsed = resolved === 'zipkin' || isZipkinAsked(context);
  if (readers.length === 0 || !isUsed) return NOTHING;
  if (isEndpointGiven(context)) return { ...NOTHING, findings: checkGivenEndpoint(readers, context) };
  return resolved === 'zipkin' ? NOTHING : resolveMissingEndpoint(readers, context);
}

/** Tells whether an agent can export to Zipkin; an SDK that the program brings may, where somebody asks for it. */
function canExportZipkin(language: Language): boolean {
  const { exporters, configuredBy } = AGENTS[language].capabilities;
  return exporters.includes('zipkin') || configuredBy === 'unknown-sdk';
}

function resolveMissingEndpoint(
  readers: readonly Language[],
  { platform, ref }: ContainerContext,
): ZipkinExport {
  const address =
    platform === undefined
      ? undefined
      : listBackendAddresses(platform, 'zipkin').find(({ exporter }) => exporter === 'zipkin');
  if (address !== undefined)
    return { ...NOTHING, variables: [{ name: ZIPKIN_ENDPOINT, value: address.url, origin: address.origin }] };
  return {
    ...NOTHING,
    findings: readers.map((language) =>
      buildFinding(
        'endpoint-doubtful',
        `${language}: ${TRACES_EXPORTER} names zipkin, and ${ZIPKIN_ENDPOINT} is not set; the agent sends to localhost:9411.`,
        { language, container: ref.name },
      ),
    ),
  };
}

function checkGivenEndpoint(readers: readonly Language[], context: ContainerContext): readonly Finding[] {
  const { view, ref } = context;
  const url = createValueFinder(context)(ZIPKIN_ENDPOINT);
  const doubt = url === undefined ? undefined : describeDoubt(url);
  if (url === undefined || doubt === undefined) return [];
  const owner = isSetByContainer(view, ZIPKIN_ENDPOINT) ? ref.name : 'the Instrumentation';
  return readers.map((language) =>
    buildFinding(
      'endpoint-doubtful',
      `${language}: ${owner} sets ${describeVariable(ZIPKIN_ENDPOINT, url)}; ${doubt}.`,
      { language, container: ref.name },
    ),
  );
}

/** Where Zipkin takes in spans, which exporters do not add, and paths where it has something else. https://zipkin.io/zipkin-api/ */
const SPANS_PATH = '/api/v2/spans';
const OTHER_PATHS = ['', '/', '/zipkin', '/zipkin/', '/v1/traces'];

/** Why an endpoint hardly leads to a receiver of Zipkin's format, as a clause; undefined where nothing speaks against it. */
function describeDoubt(url: string): string | undefined {
  const endpoint = parseEndpoint(url);
  if (endpoint === undefined) return undefined;
  if (findPortProtocol(endpoint) !== undefined)
    return 'this is a port of OTLP, where Zipkin’s format is not accepted';
  const service = endpoint.port === ZIPKIN_PORT ? undefined : findOtherService(url);
  if (service !== undefined) return `this is the port of ${service}, where Zipkin’s format is not accepted`;
  return OTHER_PATHS.includes(endpoint.path)
    ? `this was probably meant to be ${redactUrl(formatEndpoint({ ...endpoint, path: SPANS_PATH }))}`
    : undefined;
}

const ZIPKIN_PORT = 9411;

/** Tells whether Zipkin is among the exporters of a variable. */
export const hasZipkin = (exporters: string | undefined): boolean =>
  exporters?.split(',').some((exporter) => exporter.trim() === 'zipkin') === true;

/** Tells whether the container itself lets its agents export to Zipkin. */
export const isZipkinOwn = ({ view }: ContainerContext): boolean =>
  hasZipkin(findContainerValue(view, TRACES_EXPORTER));

/** Under a platform an Instrumentation's exporter makes room for the platform's. */
function isZipkinAsked(context: ContainerContext): boolean {
  const { view, targets, platform } = context;
  if (isSetByContainer(view, TRACES_EXPORTER)) return isZipkinOwn(context);
  return platform === undefined && hasZipkin(findInstrumentationVariable(targets, TRACES_EXPORTER)?.value);
}

/** Tells whether an Instrumentation's endpoint holds: under a platform only for an exporter that the container itself chose, or as a reference. */
export function isZipkinEndpointKept(context: ContainerContext): boolean {
  const { targets, platform } = context;
  const asked = findInstrumentationVariable(targets, ZIPKIN_ENDPOINT);
  if (asked === undefined) return false;
  return platform === undefined || asked.valueFrom !== undefined || isZipkinOwn(context);
}

const isEndpointGiven = (context: ContainerContext): boolean =>
  isSetByContainer(context.view, ZIPKIN_ENDPOINT) || isZipkinEndpointKept(context);
