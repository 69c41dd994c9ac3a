import type { Fields } from '../core/json.js';
import { admit } from '../core/admit.js';
import { buildSampleHints, getInjectKey } from '../core/annotations.js';
import { isMember, LANGUAGES, SAMPLERS, type Backend, type Language, type Sampler } from '../core/domain.js';
import type { BackendSettings, Platform } from '../core/platform/platform.js';
import { listBackendsWithNamespaceTenants } from '../core/platform/tenants.js';
import type { EnvVar } from '../core/kubernetes/pod.js';
import { buildExporterCertificates, type ExporterCertificates } from '../core/resolve/backend-access.js';
import { AGENTS } from '../core/agents/agents.js';
import { ENDPOINT, TRACES_EXPORTER } from '../core/resolve/variable-names.js';
import { buildCreationRequest } from '../core/review.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../core/snapshot.js';
import type { CommentedDocument } from './yaml-text.js';

/** Variables that say where traces go and how they are sampled; the rest of an injection is the Operator's own. */
const TOLD = /^(OTEL_(EXPORTER_|TRACES_|METRICS_|LOGS_|PROPAGATORS$)|DOKA_TRACING_HEADER_)/;
/** Paths of certificates, which the Operator writes by itself for the volumes that it mounts. */
const CERTIFICATES = /^OTEL_EXPORTER_OTLP_(CERTIFICATE|CLIENT_CERTIFICATE|CLIENT_KEY)$/;

/** The one sampler that the Instrumentation's schema does not allow; it is set by a variable. */
const TOLD_BY_VARIABLE: Sampler = 'parentbased_jaeger_remote';

/** The settings for the agent of one language, or why there are none. */
type LanguageOutcome =
  | { readonly language: Language; readonly env: readonly EnvVar[]; readonly image?: string }
  | { readonly language: Language; readonly refusal: string };

/**
 * An Instrumentation by which the OpenTelemetry Operator injects what the webhook would: it has the engine's settings
 * for a pod of each language. For clusters that keep the Operator's injection.
 */
export function buildInstrumentation(platform: Platform): CommentedDocument {
  const told = LANGUAGES.filter((language) => hasSection(language, platform)).map((language) =>
    admitSamplePod(language, platform),
  );
  const spoken = told.flatMap((each) => ('env' in each ? [each] : []));
  const shared = selectSharedVariables(spoken.map(({ env }) => env));
  const sections = spoken.flatMap(({ language, env, image }) => {
    const own = env.filter((each) => !hasVariable(shared, each));
    const section = buildLanguageSection(isImageChosen(language, platform) ? image : undefined, own);
    return Object.keys(section).length === 0 ? [] : [[language, section] as const];
  });
  return {
    value: {
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata: { name: 'default-instrumentation' },
      spec: {
        ...buildSpec(shared, findDirectCertificates(platform)),
        // With it, the Collector finds the pod, even behind a mesh.
        resource: { addK8sUIDAttributes: true },
        ...Object.fromEntries(sections),
      },
    },
    head: formatHead(told),
  };
}

/** Languages whose agents read variables and have a section in an Instrumentation, less those that are off. */
function hasSection(language: Language, { agents }: Platform): boolean {
  if (AGENTS[language].capabilities.configuredBy !== 'environment') return false;
  return agents.languages[language]?.enabled ?? EMPTY_SNAPSHOT.languages.has(language);
}

const NAMESPACE = 'default';
const APP = 'app';

function admitSamplePod(language: Language, platform: Platform): LanguageOutcome {
  const backend = listBackendsWithNamespaceTenants(platform).find((each) => isReached(platform, each));
  if (backend !== undefined) return { language, refusal: describeTenantFinding(language, backend) };
  const annotations = { ...buildSampleHints(language), [getInjectKey(language)]: 'true' };
  const pod = { metadata: { name: 'app', annotations }, spec: { containers: [{ name: APP }] } };
  const outcome = admit(buildCreationRequest(pod, NAMESPACE), buildSnapshot(platform, language));
  if (outcome.kind !== 'decided' || outcome.injections.length === 0) {
    const findings = outcome.kind === 'decided' ? outcome.findings : [];
    return { language, refusal: findings.map(({ message }) => message).join(' ') };
  }
  const { containers, initContainers = [] } = outcome.pod.spec;
  const all = [...containers, ...initContainers];
  // The agent of Go reads its variables in a container of its own.
  const env = all.find((each) => each.env?.some(({ name }) => name === TRACES_EXPORTER))?.env ?? [];
  const image = all.find(({ name }) => name !== APP)?.image;
  return {
    language,
    env: env.filter(({ name }) => TOLD.test(name) && !CERTIFICATES.test(name)),
    ...(image === undefined ? {} : { image }),
  };
}

/** The backend that agents send to themselves; undefined where the Collector is between. */
const findDirectBackend = ({ route, backends, primary }: Platform): BackendSettings | undefined =>
  route.value === 'direct' ? backends[primary.value] : undefined;

function findDirectCertificates(platform: Platform): ExporterCertificates | undefined {
  const backend = findDirectBackend(platform);
  return backend === undefined ? undefined : buildExporterCertificates(backend);
}

/** Whether agents that do not pick a backend send to it. */
const isReached = ({ route, primary }: Platform, backend: Backend): boolean =>
  route.value === 'collector' || primary.value === backend;

/** One Instrumentation is for many namespaces, and has no field for their names. */
const describeTenantFinding = (language: Language, backend: Backend): string =>
  `${language}: ${backend} has a tenant for each namespace, which an Instrumentation cannot name; leave injection to the webhook, or set spec.backends.${backend}.tenant.fixed.`;

const buildSnapshot = (platform: Platform, language: Language): ClusterSnapshot => ({
  ...EMPTY_SNAPSHOT,
  namespaces: new Map([[NAMESPACE, { annotations: {}, labels: {} }]]),
  platform: { kind: 'ready', platform },
  languages: new Set([language]),
});

/** Variables that every language has, with one value. */
function selectSharedVariables(all: readonly (readonly EnvVar[])[]): readonly EnvVar[] {
  const [first = [], ...others] = all;
  return first.filter((variable) => others.every((env) => hasVariable(env, variable)));
}

const hasVariable = (env: readonly EnvVar[], variable: EnvVar): boolean =>
  env.some((each) => JSON.stringify(each) === JSON.stringify(variable));

/** Variables as the fields that the Instrumentation has for them. */
function buildSpec(shared: readonly EnvVar[], tls: ExporterCertificates | undefined): Fields {
  const valueOf = (name: string): string | undefined => shared.find((each) => each.name === name)?.value;
  const [endpoint, propagators] = [valueOf(ENDPOINT), valueOf('OTEL_PROPAGATORS')];
  const sampler = valueOf('OTEL_TRACES_SAMPLER');
  const argument = valueOf('OTEL_TRACES_SAMPLER_ARG');
  const hasField = isMember(SAMPLERS, sampler) && sampler !== TOLD_BY_VARIABLE;
  const told = [ENDPOINT, 'OTEL_PROPAGATORS', ...(hasField ? SAMPLER_VARIABLES : [])];
  const env = shared.filter(({ name }) => !told.includes(name));
  return {
    ...(endpoint === undefined && tls === undefined ? {} : { exporter: buildExporter(endpoint, tls) }),
    ...(propagators === undefined ? {} : { propagators: propagators.split(',') }),
    ...(hasField ? { sampler: { type: sampler, ...(argument === undefined ? {} : { argument }) } } : {}),
    ...(env.length === 0 ? {} : { env }),
  };
}

const buildExporter = (endpoint: string | undefined, tls: ExporterCertificates | undefined): Fields => ({
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(tls === undefined ? {} : { tls }),
});

const SAMPLER_VARIABLES = ['OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'];

const buildLanguageSection = (image: string | undefined, env: readonly EnvVar[]): Fields => ({
  ...(image === undefined ? {} : { image }),
  ...(env.length === 0 ? {} : { env }),
});

/** Whether the platform says where the agent's image is from; the Operator has its own otherwise. */
const isImageChosen = (language: Language, { agents }: Platform): boolean =>
  agents.registry !== undefined || agents.languages[language]?.image !== undefined;

const ABOUT =
  'For the OpenTelemetry Operator, where its injection is kept. Apply it in each namespace with `kubectl apply -n`, or name it as NAMESPACE/default-instrumentation in the annotation. Apache httpd and Nginx are configured by files and need an Instrumentation of their own.';

function formatHead(told: readonly LanguageOutcome[]): string {
  const refusals = told.flatMap((each) => ('refusal' in each ? [`Not injected: ${each.refusal}`] : []));
  return [ABOUT, ...refusals].join('\n');
}
