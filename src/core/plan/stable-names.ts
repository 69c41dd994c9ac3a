import type { StringMap } from '../kubernetes/pod.js';
import { RUN_NAME_LABELS } from './run-name-labels.js';
import { RAY_CLUSTER_END, type StableNameLabel } from './stable-name-label.js';

const RAY =
  'https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/utils/constant.go';
const CROSSPLANE =
  'https://github.com/crossplane/crossplane/blob/main/internal/controller/pkg/runtime/runtime.go';
const KNATIVE = 'https://github.com/knative/serving/blob/main/pkg/reconciler/revision/resources/meta.go';

/**
 * The labels, in the order in which they are looked for. The names of Deployments, Jobs and pods below these controllers
 * change with each revision or run, and a service that is named by them would be a new one every time.
 */
export const STABLE_NAME_LABELS: readonly StableNameLabel[] = [
  { system: 'Knative Serving', label: 'serving.knative.dev/service', source: KNATIVE },
  { system: 'Knative Serving', label: 'serving.knative.dev/configuration', source: KNATIVE },
  ...RUN_NAME_LABELS,
  {
    system: 'Spring Cloud Data Flow',
    label: 'spring-application-name',
    beside: { 'spring-deployment-id': [] },
    source:
      'https://github.com/spring-cloud/spring-cloud-deployer-kubernetes/blob/main/src/main/java/org/springframework/cloud/deployer/spi/kubernetes/AbstractKubernetesDeployer.java',
  },
  { system: 'KubeRay', label: 'ray.io/originated-from-cr-name', source: RAY },
  {
    system: 'KubeRay',
    label: 'ray.io/cluster',
    added: {
      pattern: RAY_CLUSTER_END,
      says: 'the random end of the cluster of a RayJob or RayService',
    },
    source: RAY,
  },
  {
    system: 'JobSet, Kubeflow Trainer',
    label: 'jobset.sigs.k8s.io/jobset-name',
    source: 'https://github.com/kubernetes-sigs/jobset/blob/main/api/jobset/v1alpha2/jobset_types.go',
  },
  {
    system: 'Kubeflow Training Operator',
    label: 'training.kubeflow.org/job-name',
    source: 'https://github.com/kubeflow/trainer/blob/release-1.9/pkg/apis/kubeflow.org/v1/common_types.go',
  },
  {
    system: 'Volcano',
    label: 'volcano.sh/job-name',
    source: 'https://github.com/volcano-sh/apis/blob/master/pkg/apis/batch/v1alpha1/labels.go',
  },
  {
    system: 'LeaderWorkerSet',
    label: 'leaderworkerset.sigs.k8s.io/name',
    source:
      'https://github.com/kubernetes-sigs/lws/blob/main/api/leaderworkerset/v1/leaderworkerset_types.go',
  },
  {
    system: 'Dask',
    label: 'dask.org/cluster-name',
    source:
      'https://github.com/dask/dask-kubernetes/blob/main/dask_kubernetes/operator/controller/controller.py',
  },
  {
    system: 'Temporal Worker Controller',
    label: 'temporal.io/deployment-name',
    source: 'https://github.com/temporalio/temporal-worker-controller',
  },
  { system: 'Crossplane', label: 'pkg.crossplane.io/function', source: CROSSPLANE },
  { system: 'Crossplane', label: 'pkg.crossplane.io/provider', source: CROSSPLANE },
  {
    system: 'kpack',
    label: 'image.kpack.io/image',
    source: 'https://github.com/buildpacks-community/kpack/blob/main/pkg/apis/build/v1alpha2/build_types.go',
  },
  {
    system: 'Jenkins',
    label: 'jenkins/label',
    added: { pattern: /_\d{1,9}-[a-z0-9]{5}$/, says: 'the number of the build, and a random end' },
    source:
      'https://github.com/jenkinsci/kubernetes-plugin/blob/master/src/main/java/org/csanchez/jenkins/plugins/kubernetes/pipeline/PodTemplateStepExecution.java',
  },
  {
    system: 'GitLab Runner',
    label: 'project.runner.gitlab.com/name',
    source: 'https://docs.gitlab.com/runner/executors/kubernetes/',
  },
  {
    system: 'GitHub Actions Runner Controller',
    label: 'actions.github.com/scale-set-name',
    source: 'https://github.com/actions/actions-runner-controller',
  },
  {
    system: 'GitHub Actions Runner Controller',
    label: 'runner-deployment-name',
    source: 'https://github.com/actions/actions-runner-controller',
  },
  {
    system: 'OpenShift builds',
    label: 'openshift.io/build.name',
    added: { pattern: /-\d{1,9}$/, says: 'the number of the build' },
    source: 'https://github.com/openshift/api/blob/master/build/v1/consts.go',
  },
  {
    system: 'OpenShift DeploymentConfigs',
    label: 'deploymentconfig',
    beside: { deployment: [] },
    source: 'https://github.com/openshift/library-go/blob/master/pkg/apps/appsutil/const.go',
  },
];

/** The stable name that the controller of a pod writes into a label. */
export function findStableName(labels: StringMap = {}): string | undefined {
  for (const row of STABLE_NAME_LABELS) {
    const name = readStableName(row, labels);
    if (name !== undefined) return name;
  }
  return undefined;
}

function readStableName(
  { label, beside, run, added }: StableNameLabel,
  labels: StringMap,
): string | undefined {
  const value = labels[label];
  if (value === undefined || value === '') return undefined;
  if (run !== undefined && labels[run] === value) return undefined;
  const isWhose = Object.entries(beside ?? {}).every(([key, values]) => {
    const other = labels[key];
    return other !== undefined && (values.length === 0 || values.includes(other));
  });
  if (!isWhose) return undefined;
  const stem = added === undefined ? value : value.replace(added.pattern, '');
  return stem === '' ? value : stem;
}
