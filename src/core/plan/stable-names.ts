import type { StringMap } from '../kubernetes/pod.js';

/** A label in which a controller tells the name that stays the same over its revisions or runs. */
export interface StableNameLabel {
  /** Whose label it is. */
  readonly system: string;
  readonly label: string;
  /** Labels without which it could be anybody's, and the values that they may have; any value where none is listed. */
  readonly beside?: Readonly<Record<string, readonly string[]>>;
  /** The label that names the run. A value that is the same names the run, too, and is passed over. */
  readonly run?: string;
  /** What each run adds to the end of the name. */
  readonly added?: AddedEnd;
  /** Where its documentation or source says so. */
  readonly source: string;
}

interface AddedEnd {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly says: string;
}

/** https://github.com/kubernetes/apimachinery/blob/master/pkg/util/rand/rand.go: no vowels, and no digits like them. */
const RANDOM = '[bcdfghjklmnpqrstvwxz2456789]{5}';

/** Seconds since 1970, from 2017 to 2033; a date of ten digits begins otherwise. */
const UNIX_TIME = '1[5-9]\\d{8}';

const RANDOM_END = new RegExp(`-${RANDOM}$`);

const ARGO = 'https://github.com/argoproj/argo-workflows/blob/main/workflow/common/common.go';
const ARGO_EVENTS = 'https://github.com/argoproj/argo-events/blob/master/pkg/apis/events/v1alpha1/const.go';
const TEKTON = 'https://tekton.dev/docs/pipelines/labels/';
const SPARK_OPERATOR = 'https://github.com/kubeflow/spark-operator/blob/master/pkg/common/spark.go';
const RAY =
  'https://github.com/ray-project/kuberay/blob/master/ray-operator/controllers/ray/utils/constant.go';
const PREFECT = 'https://github.com/PrefectHQ/prefect/blob/main/src/prefect/workers/base.py';
const KNATIVE = 'https://github.com/knative/serving/blob/main/pkg/reconciler/revision/resources/meta.go';

/**
 * The labels, in the order in which they are looked for. The names of Deployments, Jobs and pods below these controllers
 * change with each revision or run, and a service that is named by them would be a new one every time.
 */
export const STABLE_NAME_LABELS: readonly StableNameLabel[] = [
  { system: 'Knative Serving', label: 'serving.knative.dev/service', source: KNATIVE },
  { system: 'Knative Serving', label: 'serving.knative.dev/configuration', source: KNATIVE },
  {
    system: 'KEDA',
    label: 'scaledjob.keda.sh/name',
    source: 'https://github.com/kedacore/keda/blob/main/pkg/scaling/executor/scale_jobs.go',
  },
  { system: 'Argo Workflows', label: 'workflows.argoproj.io/cron-workflow', source: ARGO },
  { system: 'Argo Workflows', label: 'workflows.argoproj.io/workflow-template', source: ARGO },
  { system: 'Argo Workflows', label: 'workflows.argoproj.io/cluster-workflow-template', source: ARGO },
  {
    system: 'Argo Workflows',
    label: 'workflows.argoproj.io/workflow',
    added: {
      pattern: new RegExp(`-(?:${UNIX_TIME}|${RANDOM})$`),
      says: 'the time of a CronWorkflow, or a random end',
    },
    source: ARGO,
  },
  {
    system: 'Argo Events',
    label: 'sensor-name',
    beside: { controller: ['sensor-controller'] },
    source: ARGO_EVENTS,
  },
  {
    system: 'Argo Events',
    label: 'eventsource-name',
    beside: { controller: ['eventsource-controller'] },
    source: ARGO_EVENTS,
  },
  {
    system: 'k6 Operator',
    label: 'k6_cr',
    beside: { app: ['k6'] },
    source: 'https://github.com/grafana/k6-operator/tree/main/pkg/resources/jobs',
  },
  {
    system: 'Shipwright',
    label: 'build.shipwright.io/name',
    source: 'https://github.com/shipwright-io/build/blob/main/pkg/apis/build/v1beta1/build_types.go',
  },
  { system: 'Tekton', label: 'tekton.dev/pipeline', run: 'tekton.dev/pipelineRun', source: TEKTON },
  { system: 'Tekton', label: 'tekton.dev/task', run: 'tekton.dev/taskRun', source: TEKTON },
  { system: 'Tekton', label: 'tekton.dev/clusterTask', run: 'tekton.dev/taskRun', source: TEKTON },
  { system: 'Tekton', label: 'tekton.dev/pipelineTask', source: TEKTON },
  {
    system: 'Tekton',
    label: 'tekton.dev/taskRun',
    added: { pattern: RANDOM_END, says: 'a random end' },
    source: TEKTON,
  },
  { system: 'Spark Operator', label: 'sparkoperator.k8s.io/scheduled-app-name', source: SPARK_OPERATOR },
  {
    system: 'Spark Operator',
    label: 'sparkoperator.k8s.io/app-name',
    added: { pattern: /-\d{19}$/, says: 'the time of a ScheduledSparkApplication' },
    source: SPARK_OPERATOR,
  },
  { system: 'Spark Operator', label: 'sparkoperator.k8s.io/connect-name', source: SPARK_OPERATOR },
  {
    system: 'Spark',
    label: 'spark-app-name',
    beside: { 'spark-role': [] },
    source:
      'https://github.com/apache/spark/blob/master/resource-managers/kubernetes/core/src/main/scala/org/apache/spark/deploy/k8s/Constants.scala',
  },
  {
    system: 'Flink',
    label: 'app',
    beside: { type: ['flink-native-kubernetes', 'flink-standalone-kubernetes'], component: [] },
    source:
      'https://github.com/apache/flink/blob/master/flink-kubernetes/src/main/java/org/apache/flink/kubernetes/utils/Constants.java',
  },
  {
    system: 'Airflow',
    label: 'dag_id',
    beside: { task_id: [] },
    source:
      'https://github.com/apache/airflow/blob/main/providers/cncf/kubernetes/src/airflow/providers/cncf/kubernetes/pod_generator.py',
  },
  {
    system: 'Prefect',
    label: 'prefect.io/deployment-name',
    beside: { 'prefect.io/flow-run-id': [] },
    source: PREFECT,
  },
  {
    system: 'Prefect',
    label: 'prefect.io/flow-name',
    beside: { 'prefect.io/flow-run-id': [] },
    source: PREFECT,
  },
  {
    system: 'Dagster',
    label: 'dagster/job',
    beside: { 'dagster/run-id': [] },
    source:
      'https://github.com/dagster-io/dagster/blob/master/python_modules/libraries/dagster-k8s/dagster_k8s/launcher.py',
  },
  { system: 'KubeRay', label: 'ray.io/originated-from-cr-name', source: RAY },
  {
    system: 'KubeRay',
    label: 'ray.io/cluster',
    added: {
      pattern: new RegExp(`(?:-raycluster)?-${RANDOM}$`),
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

/** The name that the controller of a pod tells in a label, and that is the same for each revision or run. */
export function findStableName(labels: StringMap = {}): string | undefined {
  for (const row of STABLE_NAME_LABELS) {
    const name = readStableName(row, labels);
    if (name !== undefined) return name;
  }
  return undefined;
}

function readStableName(
  { label, beside = {}, run, added }: StableNameLabel,
  labels: StringMap,
): string | undefined {
  const value = labels[label];
  if (value === undefined || value === '') return undefined;
  if (run !== undefined && labels[run] === value) return undefined;
  const isWhose = Object.entries(beside).every(([key, values]) => {
    const other = labels[key];
    return other !== undefined && (values.length === 0 || values.includes(other));
  });
  if (!isWhose) return undefined;
  const stem = added === undefined ? value : value.replace(added.pattern, '');
  return stem === '' ? value : stem;
}
