import { AGENTS } from '../agents/agents.js';
import type { Exporter } from '../domain.js';
import { listBackendAddresses } from '../platform/addresses.js';
import { type Finding, buildFinding } from '../reasons.js';
import { type ContainerContext, listVariableReaders } from './container-context.js';
import { findContainerValue, isSetByContainer } from './container-view.js';
import { findInstrumentationVariable } from './instrumentation-values.js';
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
 * resolved exporter: the platform's, if it has Zipkin. Without one they send to localhost, which is told.
 * https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#zipkin-exporter
 */
export function resolveZipkinExport(context: ContainerContext, resolved: Exporter): ZipkinExport {
  const { platform, ref } = context;
  const readers = listVariableReaders(context).filter((language) =>
    AGENTS[language].capabilities.exporters.includes('zipkin'),
  );
  if (resolved === 'zipkin' || readers.length === 0 || !isZipkinAsked(context) || isEndpointGiven(context))
    return NOTHING;
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
        `${language}: ${TRACES_EXPORTER} is zipkin, and ${ZIPKIN_ENDPOINT} is not set; the agent sends to localhost:9411.`,
        { language, container: ref.name },
      ),
    ),
  };
}

/** Under a platform an Instrumentation's exporter makes room for the platform's. */
function isZipkinAsked({ view, targets, platform }: ContainerContext): boolean {
  const ofInstrumentation =
    platform === undefined ? findInstrumentationVariable(targets, TRACES_EXPORTER)?.value : undefined;
  const asked = isSetByContainer(view, TRACES_EXPORTER)
    ? findContainerValue(view, TRACES_EXPORTER)
    : ofInstrumentation;
  return asked?.split(',').some((exporter) => exporter.trim() === 'zipkin') === true;
}

const isEndpointGiven = ({ view, targets }: ContainerContext): boolean =>
  isSetByContainer(view, ZIPKIN_ENDPOINT) ||
  findInstrumentationVariable(targets, ZIPKIN_ENDPOINT) !== undefined;
