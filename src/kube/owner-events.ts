import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { LONGEST } from '../core/bounds.js';
import type { Controller } from '../core/kubernetes/controller.js';
import { cutText } from '../core/shown-text.js';
import type { Logger } from '../telemetry/logger.js';
import { createRareLog } from '../telemetry/rare-log.js';
import {
  EVENT_BURST,
  EVENT_MS,
  EVENT_REPEAT_MS,
  LONGEST_NOTE,
  LONGEST_OWNER,
  MOST_EVENTS_KEPT,
} from './bounds.js';
import type { KubeClient, KubeObject } from './client.js';
import type { KubeFailure } from './failure.js';
import { formatMicroTime } from './server-clock.js';
import { buildFailureFields } from './watch-log.js';

/** What somebody who looks at the owner of a pod gets to read. */
interface OwnerEvent {
  readonly namespace: string;
  readonly owner: Controller;
  readonly reason: 'InjectionSkipped' | 'InjectionPartial';
  /** Reason codes; the same ones are written for an owner once in a while. */
  readonly codes: readonly string[];
  readonly note: string;
}

export interface OwnerEvents {
  /** Returns at once, and never throws: an Event is worth no pod. */
  readonly record: (event: OwnerEvent) => void;
}

export interface OwnerEventsOptions {
  readonly client: Pick<KubeClient, 'create' | 'now'>;
  /** Name of this replica. */
  readonly instance: string;
  readonly logger: Logger;
  /** A clock in milliseconds that never goes back. */
  readonly now?: () => number;
}

/**
 * Writes Events about the owners of pods. The pods of one owner say the same, so they get one Event in ten minutes; a cluster
 * that rolls everything at once gets so many a second. What is left out is in the log and on the pods.
 */
export function createOwnerEvents({
  client,
  instance,
  logger,
  now = () => performance.now(),
}: OwnerEventsOptions): OwnerEvents {
  const told = new Map<string, number>();
  const hasRoom = createAllowance(now);
  let failure: KubeFailure['kind'] | undefined;
  const countDropped = createRareLog((events) => {
    logger.warn({ events }, 'Events were left out because there were too many.');
  }, now);
  return {
    record: (event) => {
      const key = [event.owner.uid, event.reason, ...event.codes].join(' ');
      const last = told.get(key);
      if (last !== undefined && now() - last < EVENT_REPEAT_MS) return;
      if (!hasRoom()) {
        countDropped();
        return;
      }
      remember(told, key, now());
      void client.create('owner-events', buildEvent(event, { instance, at: client.now() })).then((answer) => {
        const kind = answer.ok ? undefined : answer.error.kind;
        if (!answer.ok && kind !== failure)
          logger.warn(
            { why: answer.error.message, ...buildFailureFields(answer.error) },
            'An Event could not be written.',
          );
        failure = kind;
      });
    },
  };
}

/** The newest comes last; the oldest is forgotten. */
function remember(told: Map<string, number>, key: string, at: number): void {
  told.delete(key);
  told.set(key, at);
  const [oldest] = told.keys();
  if (told.size > MOST_EVENTS_KEPT && oldest !== undefined) told.delete(oldest);
}

/** So many at once, and one more after each pause. */
function createAllowance(now: () => number): () => boolean {
  let left = EVENT_BURST;
  let last = now();
  return () => {
    const gained = Math.floor((now() - last) / EVENT_MS);
    left = Math.min(EVENT_BURST, left + gained);
    last += gained * EVENT_MS;
    if (left === 0) return false;
    left -= 1;
    return true;
  };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
const buildEvent = (
  { namespace, owner, reason, note }: OwnerEvent,
  { instance, at }: { readonly instance: string; readonly at: Date },
): KubeObject => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  // As client-go names Events; a generated name cannot begin with the name of an object and a dot.
  metadata: { name: `${owner.name.slice(0, LONGEST_OWNER)}.${randomBytes(8).toString('hex')}`, namespace },
  regarding: { ...owner, namespace },
  eventTime: formatMicroTime(at),
  type: 'Warning',
  reason,
  action: 'Inject',
  note: cutText(note, LONGEST_NOTE),
  reportingController: 'tracing.dokaseca.io/doka-tracing',
  reportingInstance: cutText(instance, LONGEST.name),
});
