import type { ClusterFacts } from '../facts.js';
import type { Finding } from '../finding.js';
import { checkAdmission, checkClocks, checkMissedPods } from './admission-checks.js';
import { checkBundle, checkCertificates } from './certificate-checks.js';
import { checkAgentImages, checkReferences } from './pod-checks.js';
import { checkOperator, checkRegistration, checkValidation } from './registration-checks.js';
import { checkCollectorConfig } from './collector-config-check.js';
import { checkBackends, checkCollector, checkPlatform } from './route-checks.js';
import { checkDefinitions, checkRights, checkWebhook } from './webhook-checks.js';

/** One thing that is looked at in a cluster. */
export interface Check {
  /** The question that it answers. */
  readonly asks: string;
  /** What is read for it, as kubectl names it. */
  readonly reads: string;
  /** A pure function over what was read. */
  readonly judge: (facts: ClusterFacts) => Finding;
}

/** Every check, in the order in which a pod meets what it looks at. */
export const CHECKS = {
  definitions: {
    asks: 'Does the cluster have the kinds that the webhook reads?',
    reads: 'the CustomResourceDefinitions of both objects',
    judge: checkDefinitions,
  },
  webhook: {
    asks: 'Are all replicas ready, from the same build, and without restarts?',
    reads: 'the Deployment of the webhook, and its pods',
    judge: checkWebhook,
  },
  rights: {
    asks: 'May the ServiceAccount of the webhook do what the webhook does?',
    reads: 'a SubjectAccessReview for each call of the webhook',
    judge: checkRights,
  },
  registration: {
    asks: 'Does the API server send new pods to the webhook, and admit them if it does not answer?',
    reads: 'the MutatingWebhookConfiguration',
    judge: checkRegistration,
  },
  validation: {
    asks: 'Does the API server send Instrumentations and TracingPlatforms to the webhook?',
    reads: 'the ValidatingWebhookConfiguration',
    judge: checkValidation,
  },
  'ca-bundle': {
    asks: 'Does the API server trust the CA of the webhook’s certificate?',
    reads: 'the caBundle of each webhook, and the Secret with the CA',
    judge: checkBundle,
  },
  certificates: {
    asks: 'Are the certificates valid, and for how long?',
    reads: 'the dates of the certificates in the caBundle and the Secret',
    judge: checkCertificates,
  },
  admission: {
    asks: 'Does a test pod that asks for injection come back from the webhook?',
    reads: 'a test pod, created with a dry run',
    judge: checkAdmission,
  },
  'missed-pods': {
    asks: 'Have pods started without the webhook because it did not answer?',
    reads: 'apiserver_admission_webhook_fail_open_count of the API server',
    judge: checkMissedPods,
  },
  clocks: {
    asks: 'Do the clocks of the API server, of the replicas and of this machine agree?',
    reads: 'the dates in answers of the API server and of the replicas',
    judge: checkClocks,
  },
  operator: {
    asks: 'Does the OpenTelemetry Operator inject, too?',
    reads: 'every other MutatingWebhookConfiguration',
    judge: checkOperator,
  },
  platform: {
    asks: 'Is there a TracingPlatform, and is it in force?',
    reads: 'the TracingPlatform',
    judge: checkPlatform,
  },
  collector: {
    asks: 'Does the Collector have ready endpoints?',
    reads: 'Service and EndpointSlices of the Collector',
    judge: checkCollector,
  },
  'collector-config': {
    asks: 'Is the Collector configured as render writes it for the platform?',
    reads: 'the ConfigMaps or OpenTelemetryCollectors of the Collector',
    judge: checkCollectorConfig,
  },
  backends: {
    asks: 'Do the backends have ready endpoints?',
    reads: 'Services and EndpointSlices of the backends',
    judge: checkBackends,
  },
  'agent-images': {
    asks: 'Do pods wait for the image of an agent, and where is that image set?',
    reads: 'what containers of injected pods wait for',
    judge: checkAgentImages,
  },
  references: {
    asks: 'Do the Secrets and ConfigMaps exist that injected pods use for their traces?',
    reads: 'metadata of the Secrets and ConfigMaps that injected pods use',
    judge: checkReferences,
  },
} as const satisfies Readonly<Record<string, Check>>;

export type CheckName = keyof typeof CHECKS;
