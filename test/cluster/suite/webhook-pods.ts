import { api, eventually } from './test-cluster.js';
import { WEBHOOK } from './webhook.js';

/** A pod of the webhook's own. */
interface WebhookPod {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly status: { readonly containerStatuses?: readonly { readonly restartCount: number }[] };
}

/** The pods that are there, also those that are about to go. Not by kubectl, which would hold up the clients of a burst. */
async function allWebhookPods(): Promise<readonly WebhookPod[]> {
  const { body } = await api(
    `/api/v1/namespaces/${WEBHOOK}/pods?labelSelector=app.kubernetes.io/name%3D${WEBHOOK}`,
  );
  return (body as { readonly items: readonly WebhookPod[] }).items;
}

/** The pods that are to stay. */
export const webhookPods = async (): Promise<readonly WebhookPod[]> =>
  (await allWebhookPods()).filter(({ metadata }) => metadata.deletionTimestamp === undefined);

/** The names of pods, in order. */
export const namesOf = (pods: readonly WebhookPod[]): readonly string[] =>
  pods.map(({ metadata }) => metadata.name).sort();

/** Waits until two pods stay, none of which has one of these names. */
export const untilReplaced = (old: readonly string[]): Promise<true> =>
  eventually(
    'The webhook is not rolled out',
    async () => {
      const names = namesOf(await webhookPods());
      return names.length === 2 && !names.some((name) => old.includes(name)) ? true : undefined;
    },
    180_000,
  );

/** Waits until every pod is gone: one that is asked to end answers until nobody calls it any more. */
export const untilGone = (): Promise<true> =>
  eventually('The webhook does not go', async () =>
    (await allWebhookPods()).length === 0 ? true : undefined,
  );
