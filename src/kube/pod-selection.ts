import { isRecord, listRecords, type Fields } from '../core/json.js';
import type { LabelSelector } from '../core/kubernetes/label-selector.js';
import { isMember } from '../core/domain.js';
import type { Logger } from '../telemetry/logger.js';
import type { KubeClient } from './client.js';
import type { KubeObject } from './object.js';
import type { WatchPace } from './watch-pace.js';
import { createWatchLog } from './watch-log.js';
import { startWatch } from './watch.js';

/** The namespaces whose pods the API server asks the webhook about, as its own registration chooses them. */
export interface PodSelection {
  /** Undefined until the registration is read, and where there is none. */
  readonly namespaceSelector: () => LabelSelector | undefined;
  readonly stop: () => void;
}

export interface PodSelectionOptions {
  readonly client: KubeClient;
  /** Name of the MutatingWebhookConfiguration. */
  readonly configuration: string;
  readonly logger: Logger;
  readonly pace?: WatchPace;
}

/** Follows the registration for pods. Returns at once; nothing waits for what it reads. */
export function watchPodSelection({
  client,
  configuration,
  logger,
  pace,
}: PodSelectionOptions): PodSelection {
  let selector: LabelSelector | undefined;
  const take = (objects: readonly KubeObject[]): void => {
    for (const object of objects) selector = readPodSelector(object);
  };
  const watch = startWatch({
    client,
    row: 'pod-registration',
    name: configuration,
    pageSize: 1,
    sink: {
      put: take,
      remove: () => {
        selector = undefined;
      },
      relist: () => {
        const listed: KubeObject[] = [];
        return {
          put: (objects) => {
            listed.push(...objects);
          },
          finish: () => {
            selector = undefined;
            take(listed);
          },
        };
      },
    },
    ...createWatchLog('MutatingWebhookConfiguration', logger),
    ...(pace === undefined ? {} : { pace }),
  });
  return { namespaceSelector: () => selector, stop: watch.stop };
}

/**
 * The `namespaceSelector` of the webhook for pods in a registration; undefined where there is none.
 * https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#matching-requests-namespaceselector
 */
export function readPodSelector(object: KubeObject): LabelSelector | undefined {
  const webhook = listRecords(object['webhooks']).find(isForPods);
  const selector = webhook?.['namespaceSelector'];
  if (!isRecord(selector)) return undefined;
  const { matchLabels, matchExpressions } = selector;
  return {
    ...(isRecord(matchLabels) ? { matchLabels: readTexts(matchLabels) } : {}),
    ...(Array.isArray(matchExpressions)
      ? { matchExpressions: matchExpressions.filter(isRecord).flatMap(readExpression) }
      : {}),
  };
}

const isForPods = ({ rules }: Fields): boolean =>
  Array.isArray(rules) &&
  rules.some(
    (rule) => isRecord(rule) && Array.isArray(rule['resources']) && rule['resources'].includes('pods'),
  );

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

function readExpression({ key, operator, values }: Fields): NonNullable<LabelSelector['matchExpressions']> {
  if (typeof key !== 'string' || !isMember(OPERATORS, operator)) return [];
  return [{ key, operator, ...(Array.isArray(values) ? { values: values.map(String) } : {}) }];
}

const readTexts = (map: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
