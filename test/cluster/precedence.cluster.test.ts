import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { plain, tableIn, textOf } from '../docs/markdown.js';
import { LADDERS, type Ladder } from '../docs/precedence-ladders.js';
import { said, sceneOf } from '../docs/precedence-scenes.js';
import { podOf, prefixed, type Scene } from '../docs/scene.js';
import { applyPlatform } from './suite/platform.js';
import { apply, kubectl } from './suite/test-cluster.js';
import {
  dryRun,
  installWebhook,
  statusOf,
  untilInjecting,
  untilPod,
  type AnsweredPod,
} from './suite/webhook.js';

/** The rows of docs/precedence.md, by way of a real API server: each is what the next pod gets after an edit. */
const PAGE = textOf('docs/precedence.md');
const NAMESPACE = 'precedence';

/** Writes what a scene says into the cluster; what it does not say is taken away. */
function enact({ namespace = {}, instrumentations = {}, platform }: Scene): void {
  const metadata = {
    name: NAMESPACE,
    annotations: prefixed(namespace.annotations),
    labels: namespace.labels ?? {},
  };
  apply(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }));
  kubectl('delete', 'instrumentations', '--all', `--namespace=${NAMESPACE}`);
  for (const [name, spec] of Object.entries(instrumentations))
    apply(
      JSON.stringify({
        apiVersion: 'opentelemetry.io/v1alpha1',
        kind: 'Instrumentation',
        metadata: { name, namespace: NAMESPACE },
        spec,
      }),
    );
  applyPlatform(platform ?? {});
}

/** The pod of a scene as it can be sent: the API server wants owners whole. */
function sentPod(scene: Scene): object {
  const { metadata, spec } = podOf(scene);
  const ownerReferences = (metadata?.ownerReferences ?? []).map((owner) => ({
    apiVersion: 'apps/v1',
    uid: 'a-uid',
    ...owner,
  }));
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, ownerReferences }, spec };
}

const asDecided = (pod: AnsweredPod): { readonly pod: Pod } => ({ pod: pod });

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  await untilInjecting(NAMESPACE);
});

afterAll(() => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

describe('who is injected', () => {
  test.each(tableIn(PAGE, 'who is injected'))(
    'pod %s, namespace %s, rule %s: %s',
    async (pod = '', namespace = '', rule = '', injected = '') => {
      const { annotations = {}, labels = {} } = said(pod);
      const scene: Scene = {
        annotations,
        metadata: { labels },
        namespace: said(namespace),
        instrumentations: {},
        platform: { injection: { rules: rule === '–' ? [] : [{ languages: [rule] }] } },
      };
      enact(scene);
      await untilPod(`The pod does not come out as "${injected}"`, NAMESPACE, {
        pod: sentPod(scene),
        is: (answered) => (languagesOf(answered).join(' and ') || 'no') === injected,
      });
    },
  );
});

/** Languages by the init containers that carry their agents, in the order of the page. */
const languagesOf = ({ spec }: AnsweredPod): readonly string[] =>
  (spec.initContainers ?? []).map(({ name }) => name.replace('opentelemetry-auto-instrumentation-', ''));

describe.each(Object.entries(LADDERS))('%s', (_, { read, steps }: Ladder) => {
  const places = tableIn(PAGE, 'values')
    .map(([place = '']) => plain(place))
    .filter((place) => place in steps);

  test.each(places)('%s holds over all below it', async (place) => {
    const scene = sceneOf(places.slice(places.indexOf(place)).map((each) => steps[each]?.layer ?? {}));
    enact(scene);
    const answered = await untilPod(`${place} does not hold`, NAMESPACE, {
      pod: sentPod(scene),
      is: (pod) => read(asDecided(pod)) === steps[place]?.holds,
    });
    expect(statusOf(answered)).toBe('injected');
  });
});

test('a pod that asks for nothing is not touched', async () => {
  enact({ instrumentations: {}, platform: {} });
  const pod = sentPod({});
  const answered = await dryRun(NAMESPACE, pod);
  expect(answered.metadata.annotations ?? {}).toEqual({});
});
