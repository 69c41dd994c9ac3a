import { err, ok } from '../../src/core/result.js';
import { API_CALLS } from '../../src/kube/api-calls.js';
import type { KubeObject } from '../../src/kube/object.js';
import type { ClusterFacts } from '../../src/doctor/facts.js';
import type { LiveFailure, LiveFailureKind } from '../../src/live/live-failure.js';
import { parseServeFlags } from '../../src/live/installation.js';
import { resolveCollectorSettings } from '../../src/doctor/read-route.js';
import { renderPart } from '../../src/render/parts.js';
import { issueCa } from '../../src/tls/certificates.js';

export const NOW = new Date('2026-06-01T12:00:00Z');
const DAY_MS = 86_400_000;

/** A failure of a request to the API server. */
export const failed = (kind: LiveFailureKind): { readonly ok: false; readonly error: LiveFailure } =>
  err({ kind, message: `read: ${kind}.`, remedy: 'Ask for the right.' });

export const encode = (text: string): string => Buffer.from(text).toString('base64');

/** The PEM of a CA that is valid for so many days from `NOW` on. */
const issueAuthority = async (days = 365): Promise<string> =>
  (
    await issueCa({
      notBefore: new Date(NOW.getTime() - DAY_MS),
      notAfter: new Date(NOW.getTime() + days * DAY_MS),
    })
  ).cert;

const OWN = { name: 'doka-tracing', namespace: 'doka-tracing' };
const IMAGE = 'doka-tracing:1';
const text = (value: string, date: Date = NOW): ClusterFacts['version'] => ok({ text: value, date });

export const replica = (name: string, status: object = {}): KubeObject => ({
  kind: 'Pod',
  metadata: { name, namespace: OWN.namespace },
  spec: { nodeName: 'node-1', containers: [{ name: 'webhook', image: IMAGE }] },
  status: {
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'webhook', restartCount: 0, imageID: 'sha256:1' }],
    ...status,
  },
});

/** A registration with webhooks that trust a CA. */
export const registration = (kind: string, ca: string, webhook: object = {}): KubeObject => ({
  kind,
  metadata: { name: OWN.name },
  webhooks: [
    {
      name: 'pods.tracing.dokaseca.io',
      clientConfig: { service: { ...OWN, path: '/mutate' }, caBundle: encode(ca) },
      rules: [{ resources: ['pods'] }],
      failurePolicy: 'Ignore',
      namespaceSelector: {
        matchExpressions: [{ key: 'tracing.dokaseca.io/inject', operator: 'NotIn', values: ['disabled'] }],
      },
      ...webhook,
    },
  ],
});

export const platformOf = (spec: object, status: object = {}): KubeObject => ({
  apiVersion: 'tracing.dokaseca.io/v1alpha1',
  kind: 'TracingPlatform',
  metadata: { name: 'default' },
  spec,
  status,
});

/** The ConfigMaps of the Collector that is rendered for a platform, as the cluster would have them. */
export const collectorOf = (platform: KubeObject): readonly KubeObject[] => {
  const settings = resolveCollectorSettings(platform, 'plain');
  if (settings === undefined) throw new Error('the platform is refused');
  return renderPart('collector', settings)
    .objects.map(({ value }) => value as KubeObject)
    .filter(({ kind }) => kind === 'ConfigMap');
};

/** An injected pod whose agent's container is in a state. */
export const injectedPod = (name: string, image: string, state: object): KubeObject => ({
  kind: 'Pod',
  metadata: { name, namespace: 'team-a' },
  spec: {
    initContainers: [{ name: 'opentelemetry-auto-instrumentation-nodejs', image }],
    containers: [{ name: 'app', image: 'app:1' }],
  },
  status: { initContainerStatuses: [{ name: 'opentelemetry-auto-instrumentation-nodejs', state }] },
});

const PLATFORM = platformOf({ addons: { enable_tempo: true, enable_opentelemetry_operator: true } });

async function buildHealthyFacts(): Promise<ClusterFacts & { readonly ca: string }> {
  const ca = await issueAuthority();
  const deployment: KubeObject = {
    kind: 'Deployment',
    metadata: OWN,
    spec: {
      replicas: 2,
      template: { spec: { serviceAccountName: OWN.name, containers: [{ image: IMAGE, args: ['serve'] }] } },
    },
  };
  const definition = ok({ metadata: {} });
  const mutating = registration('MutatingWebhookConfiguration', ca);
  const call = API_CALLS.namespaces;
  return {
    ca,
    askedAt: NOW,
    version: text('{}'),
    definitions: {
      'tracingplatforms.tracing.dokaseca.io': definition,
      'instrumentations.opentelemetry.io': definition,
    },
    installation: ok({ namespace: OWN.namespace, deployment, flags: parseServeFlags([]) }),
    replicas: ok(['a', 'b'].map((name) => ({ pod: replica(name), readiness: text('ready') }))),
    mutating: ok(mutating),
    validating: ok(registration('ValidatingWebhookConfiguration', ca)),
    registrations: ok([mutating]),
    certificates: ok({
      kind: 'Secret',
      metadata: { name: 'doka-tracing-ca', namespace: OWN.namespace },
      data: { 'current.crt': encode(ca) },
    }),
    rights: [{ name: 'namespaces', call, verb: 'list', isAllowed: ok(true) }],
    probe: {
      kind: 'tried',
      namespace: 'team-a',
      answer: ok({ metadata: { annotations: { 'tracing.dokaseca.io/status': 'injected' } } }),
    },
    platform: ok(PLATFORM),
    collector: collectorOf(PLATFORM).map((rendered) => ({ rendered, there: ok(rendered) })),
    destinations: ['collector', 'tempo'].map((role) => ({
      ...{ role, service: `${role}-service`, namespace: 'monitoring', found: definition, ready: ok(1) },
      workload: undefined,
    })),
    injected: ok([injectedPod('web', 'agents/nodejs:1', { terminated: { exitCode: 0 } })]),
    instrumentations: ok([]),
    references: [],
    metrics: text(''),
  };
}

/** What is read of a cluster that is well. */
export const HEALTHY = await buildHealthyFacts();
export const OTHER_CA = await issueAuthority();
export const SHORT_CA = await issueAuthority(3);
export const ENDED_CA = await issueAuthority(-0.5);

/** An answer with a clock. */
export const ready = (date: Date = NOW): ClusterFacts['version'] => ok({ text: 'ready', date });

/** The webhook with these pods. */
export const replicas = (...pods: readonly ReturnType<typeof replica>[]): Partial<ClusterFacts> => ({
  replicas: ok(pods.map((pod) => ({ pod, readiness: ready() }))),
});

/** The webhook with so many replicas wanted, and none there. */
export function scaledTo(replicaCount: number): Partial<ClusterFacts> {
  const { installation } = HEALTHY;
  if (!installation.ok || installation.value === undefined) throw new Error('there is no installation');
  const { deployment } = installation.value;
  const spec = { ...(deployment['spec'] as object), replicas: replicaCount };
  return { installation: ok({ ...installation.value, deployment: { ...deployment, spec } }), ...replicas() };
}
