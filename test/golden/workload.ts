import type { ObjectMeta, OwnerReference, Pod, PodSpec } from '../../src/core/kubernetes/pod.js';
import { buildSubmittedPod, type Deployment } from '../../demo/pod-of.js';

/** What a person writes: a pod, or something that makes pods from a template. */
export type Workload = Pod & { readonly kind: string };

interface Template {
  readonly metadata?: ObjectMeta;
  readonly spec: PodSpec;
}

interface Templated {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: { readonly template: Template };
}

interface CronJob {
  readonly metadata: ObjectMeta & { readonly name: string };
  readonly spec: {
    readonly jobTemplate: { readonly metadata?: ObjectMeta; readonly spec: Templated['spec'] };
  };
}

/**
 * The pod that Kubernetes sends to admission for a workload: a Pod as it is, and for the others the template with name,
 * labels and owner as their controller sets them. https://kubernetes.io/docs/concepts/workloads/controllers/
 */
export function submittedPod(workload: Workload): Pod {
  const make = CONTROLLERS[workload.kind];
  if (make === undefined)
    throw new Error(
      `${workload.kind} makes no pod; the last document must be one of ${Object.keys(CONTROLLERS).join(', ')}`,
    );
  return make(workload);
}

const CONTROLLERS: Readonly<Record<string, (workload: Workload) => Pod>> = {
  Pod: (pod) => pod,
  Deployment: (object) => buildSubmittedPod(object as unknown as Deployment),
  ReplicaSet: (object) => ownedBy(templated(object), generated),
  DaemonSet: (object) => ownedBy(templated(object), generated),
  StatefulSet: (object) => ownedBy(templated(object), ({ metadata }) => ({ name: `${metadata.name}-0` })),
  Job: (object) => podOfJob(templated(object)),
  CronJob: (object) => podOfJob(jobOf(object as unknown as CronJob)),
};

const templated = (workload: Workload): Templated => workload as unknown as Templated;

type Naming = (owner: Templated) => Pick<ObjectMeta, 'name' | 'generateName' | 'labels'>;

const generated: Naming = ({ metadata }) => ({ generateName: `${metadata.name}-` });

/** The label by which a Job finds its pods; the one without a prefix is the former. */
const podOfJob = (job: Templated): Pod =>
  ownedBy(job, (owner) => ({
    ...generated(owner),
    labels: {
      ...owner.spec.template.metadata?.labels,
      'batch.kubernetes.io/job-name': owner.metadata.name,
      'job-name': owner.metadata.name,
    },
  }));

/** A CronJob calls its Jobs after the minute, since 1970, for which they were due. */
const jobOf = ({ metadata, spec }: CronJob): Templated => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { ...metadata, name: `${metadata.name}-29384040` },
  spec: spec.jobTemplate.spec,
});

function ownedBy(owner: Templated, naming: Naming): Pod {
  const { apiVersion, kind, metadata, spec } = owner;
  const reference: OwnerReference = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '00000000-0000-4000-8000-000000000000',
    controller: true,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...spec.template.metadata,
      ...naming(owner),
      namespace: metadata.namespace ?? 'default',
      ownerReferences: [reference],
    },
    spec: spec.template.spec,
  } as Pod;
}
