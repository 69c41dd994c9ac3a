import { readFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';
import { buildContext } from '../../src/config/context.js';
import { parseObjects } from '../../src/config/documents.js';
import { resolveLanguages } from '../../src/config/languages.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { schedulePod } from '../../demo/api-server.js';
import type { RunningPod } from '../../demo/downward-api.js';
import type { SubmittedPod } from '../../demo/pod-of.js';
import { readShop } from '../../demo/shop.js';
import { agentVolumes, type AgentFolders } from '../pods/agent-volumes.js';
import { injectedPod, NODE, onNode, type AdmittedPod } from '../pods/admitted.js';
import { eventually } from '../pods/eventually.js';
import { createPod, removeAll, type Pod } from '../pods/pod.js';
import { request, tracedRequest } from '../pods/traced-request.js';

/** The services of examples/checkout, run as their injected pods say. */
export interface RunningShop {
  readonly pods: ReadonlyMap<string, AdmittedPod>;
  /** Buys something as a caller whose trace is kept; gives the id of the trace. */
  readonly buy: () => Promise<string>;
  /** Asks for what is not sold, which both services answer with an error. */
  readonly fail: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

export const SHOP_SERVICES = ['storefront', 'checkout'];

const START_MS = 120_000;

/** Gives a pod to the API server and takes it back with its uid and name; without one they are made up. */
export type PodCreation = (pod: SubmittedPod, podIP: string) => Promise<RunningPod>;

const withoutApiServer: PodCreation = (pod, podIP) => Promise.resolve(schedulePod(pod, { ...NODE, podIP }));

/** Starts the shop under a platform's choice, in place of the one that the example has. */
export async function startShop(
  platformSpec: object,
  agents: AgentFolders,
  create: PodCreation = withoutApiServer,
): Promise<RunningShop> {
  const { folder, contextFile, deployments } = await readShop();
  const snapshot = snapshotWith(platformSpec, readFileSync(contextFile, 'utf8'));
  const pods = new Map<string, AdmittedPod>();
  const places: Pod[] = [];
  const remove = (): Promise<void> => removeAll(places);
  try {
    for (const deployment of deployments) {
      const { name } = deployment.metadata;
      const place = createPod(name, [`${name}.shop.svc`]);
      places.push(place);
      const admitted = onNode(await create(injectedPod(deployment, snapshot), place.ip));
      pods.set(name, admitted);
      place.start({
        command: admitted.container.command ?? [],
        environment: admitted.environment,
        volumes: [...agentVolumes(admitted.container, agents), { source: folder, target: '/app' }],
      });
    }
    const shop = `http://${places.at(-1)?.ip ?? ''}:8080/buy`;
    const buy = (): Promise<string> => tracedRequest(`${shop}?item=tea`);
    const fail = async (): Promise<void> => {
      await request(`${shop}?item=nothing`);
    };
    await eventually(buy, { deadlineMs: START_MS, everyMs: 250, what: 'the first purchase' });
    return { pods, buy, fail, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The shop's context with another platform. */
function snapshotWith(spec: object, context: string): ClusterSnapshot {
  const objects = parseAllDocuments(context).map((document) => document.toJS() as { readonly kind: string });
  const changed = objects.map((object) => (object.kind === 'TracingPlatform' ? { ...object, spec } : object));
  const text = changed.map((object) => stringify(object)).join('---\n');
  const parsed = parseObjects(text, 'context.yaml');
  const read = parsed.ok ? buildContext(parsed.value, { languages: resolveLanguages({}) }) : parsed;
  if (read.ok) return read.value.snapshot;
  throw new Error(read.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
}
