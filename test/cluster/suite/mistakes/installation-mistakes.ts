import { OPERATOR } from '../examined-objects.js';
import { applyPlatform } from '../platform.js';
import { apply, kubectl } from '../test-cluster.js';
import { manifests, WEBHOOK } from '../webhook.js';
import type { Mistake } from './mistake.js';

/** Where what asks for injection is, and where the Collector is. */
export const EXAMINED = 'examined';
const MONITORING = 'monitoring';

/** The platform of a cluster that is well. */
export const TO_TEMPO = { addons: { enable_tempo: true, enable_opentelemetry_operator: true } };

const scale = (name: string, namespace: string): string =>
  kubectl('scale', `deployment/${name}`, `--namespace=${namespace}`, '--replicas=0');

const patchPlatform = (spec: object): string =>
  kubectl('patch', 'tracingplatform', 'default', '--type=merge', '-p', JSON.stringify({ spec }));

const listInitImages = (): string =>
  kubectl('get', 'pods', `--namespace=${EXAMINED}`, '-o=jsonpath={.items[*].spec.initContainers[*].image}');

/** Restarts the shop until a pod asks for an image; a further restart would end that before anybody tries to pull it. */
const restartShop = (image: string) => (): void => {
  if (!listInitImages().includes(image))
    kubectl('rollout', 'restart', 'deployment/shop', `--namespace=${EXAMINED}`);
};

/** Has the API server trust another CA than that of the webhook. */
function changeBundle(): void {
  const other = kubectl('get', 'configmap', 'kube-root-ca.crt', '--output=jsonpath={.data.ca\\.crt}');
  const value = Buffer.from(other).toString('base64');
  const patch = [{ op: 'replace', path: '/webhooks/0/clientConfig/caBundle', value }];
  kubectl(
    'patch',
    'mutatingwebhookconfiguration',
    WEBHOOK,
    '--type=json',
    `--patch=${JSON.stringify(patch)}`,
  );
}

/** What is wrong with an installation, as `doctor` tells it. */
export const INSTALLATION_MISTAKES: readonly Mistake[] = (
  [
    {
      what: 'a webhook that is scaled to 0',
      act: () => scale(WEBHOOK, WEBHOOK),
      about: 'webhook',
      words: ['The webhook is scaled to 0'],
    },
    {
      what: 'a right that was taken away',
      act: () => kubectl('delete', 'clusterrolebinding', 'doka-tracing-certificates'),
      isOfRights: true,
      about: 'rights',
      words: ['may not', 'patch mutatingwebhookconfigurations'],
    },
    {
      what: 'a CA that the API server does not trust',
      // Whoever may write the bundle would write the right one at once.
      act: () => {
        kubectl('delete', 'clusterrolebinding', 'doka-tracing-certificates');
        changeBundle();
      },
      isOfRights: true,
      edit: {
        why: 'what was taken away to make it is given back',
        apply: () => kubectl('apply', '-k', manifests('overlays', 'cluster-wide')),
      },
      about: 'ca-bundle',
      words: ['does not trust the CA of the Secret doka-tracing-ca'],
    },
    {
      what: 'a Collector that is stopped',
      act: () => scale('otel-collector', MONITORING),
      about: 'collector',
      words: ['Service otel-collector in namespace monitoring has no ready endpoint'],
    },
    {
      what: 'a Collector that is not there',
      act: () => kubectl('delete', 'service', 'otel-collector', `--namespace=${MONITORING}`),
      about: 'collector',
      words: ['There is no Service otel-collector in namespace monitoring'],
    },
    {
      what: 'a Collector that was not rendered again',
      act: () => applyPlatform({ addons: { enable_jaeger: true, enable_opentelemetry_operator: true } }),
      about: 'collector-config',
      words: ['Collector otel-collector exports to', 'tempo', 'the platform says', 'jaeger'],
    },
    {
      what: 'a registry of the platform that has no agents',
      act: () => patchPlatform({ agents: { registry: 'registry.invalid/agents' } }),
      again: restartShop('registry.invalid/agents'),
      about: 'agent-images',
      words: ['cannot be pulled', 'asked for by TracingPlatform default, spec.agents.registry'],
    },
    {
      what: 'an agent image of an Instrumentation that does not exist',
      act: () =>
        apply(
          JSON.stringify({
            ...{ apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation' },
            metadata: { name: 'own', namespace: EXAMINED },
            spec: { nodejs: { image: 'registry.invalid/nodejs:none' } },
          }),
        ),
      again: restartShop('registry.invalid/nodejs'),
      about: 'agent-images',
      words: ['cannot be pulled', `Instrumentation ${EXAMINED}/own, spec.nodejs.image`],
    },
    {
      what: 'a definition that is missing',
      act: () => kubectl('delete', 'crd', 'instrumentations.opentelemetry.io', '--wait'),
      about: 'definitions',
      words: ['instrumentations.opentelemetry.io is missing'],
    },
    {
      what: 'an Operator that injects, too',
      act: () => apply(JSON.stringify(OPERATOR)),
      about: 'operator',
      words: ['may inject those that are skipped here'],
    },
    {
      what: 'a platform that was deleted',
      act: () => kubectl('delete', 'tracingplatforms', '--all'),
      about: 'platform',
      words: ['There is no TracingPlatform called default'],
    },
  ] satisfies readonly Omit<Mistake, 'made' | 'toldBy' | 'objects'>[]
).map((row) => ({ ...row, made: 'alone', objects: [], toldBy: 'doctor', namespace: EXAMINED }));
