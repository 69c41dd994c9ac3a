import { readRecord, type Fields } from '../../core/json.js';
import type { KubeObject } from '../../kube/object.js';
import { SERVICE, WEBHOOK_CONFIGURATION } from '../../kube/own-objects.js';
import type { LiveAnswer } from '../../live/live-cluster.js';
import type { ClusterFacts } from '../facts.js';
import { formatKubectl } from '../../core/kubectl-command.js';
import { buildOk, buildUnknown, joinSome, type Finding } from '../finding.js';
import { formatInstallCommand } from '../install-command.js';
import { getName, readRecords, readText } from '../object-fields.js';

/** Tells whether the API server asks a webhook about pods. */
const isForPods = (webhook: Fields): boolean =>
  readRecords(webhook, 'rules').some((rule) => {
    const { resources } = rule;
    return Array.isArray(resources) && resources.includes('pods');
  });

/** The webhooks of a configuration that lead to our Service. */
export const listOwnWebhooks = (registration: KubeObject): readonly Fields[] =>
  readRecords(registration, 'webhooks').filter((webhook) => {
    const service = readRecord(readRecord(webhook, 'clientConfig'), 'service');
    return service['name'] === undefined || service['name'] === SERVICE;
  });

const findInstall = ({ installation, mutating }: ClusterFacts): string =>
  formatInstallCommand(
    installation.ok ? installation.value : undefined,
    mutating.ok ? mutating.value : undefined,
  );

/** Whether the API server asks the webhook about new pods, and lets them pass when it does not answer. */
export function checkRegistration(facts: ClusterFacts): Finding {
  const { mutating } = facts;
  if (!mutating.ok) return describeUnread('MutatingWebhookConfiguration', mutating, facts);
  const webhook = listOwnWebhooks(mutating.value).find(isForPods);
  if (webhook === undefined)
    return {
      verdict: 'failed',
      sentence: `The MutatingWebhookConfiguration ${getName(mutating.value)} has no webhook for pods that calls the Service ${SERVICE}.`,
      command: findInstall(facts),
    };
  const policy = readText(webhook, 'failurePolicy');
  if (policy !== 'Ignore')
    return {
      verdict: 'warning',
      sentence: `The failurePolicy is ${policy}: no pod can be created while the webhook does not answer.`,
      command: findInstall(facts),
    };
  return buildOk('The API server sends new pods to the webhook, and admits them if it does not answer.');
}

/** Whether the API server asks the webhook about Instrumentations and platforms. */
export function checkValidation(facts: ClusterFacts): Finding {
  const { validating } = facts;
  if (!validating.ok) return describeUnread('ValidatingWebhookConfiguration', validating, facts);
  return buildOk('The API server sends Instrumentations and TracingPlatforms to the webhook.');
}

function describeUnread(
  kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration',
  read: Extract<LiveAnswer<unknown>, { ok: false }>,
  facts: ClusterFacts,
): Finding {
  if (read.error.kind !== 'not-found') return buildUnknown(read.error);
  const isForAnswers = kind === 'ValidatingWebhookConfiguration';
  return {
    verdict: isForAnswers ? 'warning' : 'failed',
    sentence: isForAnswers
      ? `There is no ${kind}: mistakes in Instrumentations and TracingPlatforms are not refused.`
      : `There is no ${kind}: the API server sends no pods to the webhook.`,
    command: findInstall(facts),
  };
}

/** Path by which the OpenTelemetry Operator is asked about pods. */
const OPERATOR_PATH = '/mutate-v1-pod';
const OPERATOR_LABEL = 'opentelemetry-operator';

/** Whether the OpenTelemetry Operator injects, too, and in which order both are asked. */
export function checkOperator({ registrations }: ClusterFacts): Finding {
  if (!registrations.ok) return buildUnknown(registrations.error);
  const found = registrations.value.flatMap((registration) =>
    readRecords(registration, 'webhooks').flatMap((webhook, index) =>
      isForPods(webhook) && isOfOperator(registration, webhook) ? [{ registration, webhook, index }] : [],
    ),
  );
  const [first] = found;
  if (first === undefined) return buildOk('No OpenTelemetry Operator gets pods besides the webhook.');
  const name = getName(first.registration);
  const isBefore = name < WEBHOOK_CONFIGURATION;
  const webhook = readText(first.webhook, 'name');
  const patch = [
    { op: 'test', path: `/webhooks/${first.index}/name`, value: webhook },
    { op: 'remove', path: `/webhooks/${first.index}` },
  ];
  return {
    verdict: 'warning',
    sentence: isBefore
      ? `The OpenTelemetry Operator gets pods, too (${joinSome([name])}), and before the webhook. The webhook leaves alone the pods that the Operator has injected.`
      : `The OpenTelemetry Operator gets pods, too (${joinSome([name])}). It leaves alone the pods that are injected here, and may inject those that are skipped here.`,
    command: formatKubectl(
      'patch',
      'mutatingwebhookconfiguration',
      name,
      '--type=json',
      '-p',
      JSON.stringify(patch),
    ),
    remedy:
      'To keep it that way when the Operator is upgraded, set in its chart the values that doka-tracing render values prints.',
  };
}

function isOfOperator({ metadata }: KubeObject, webhook: Fields): boolean {
  const { service, url } = readRecord(webhook, 'clientConfig');
  const path = typeof url === 'string' ? url : readText(readRecord({ service }, 'service'), 'path');
  return metadata.labels?.['app.kubernetes.io/name'] === OPERATOR_LABEL || path.includes(OPERATOR_PATH);
}
