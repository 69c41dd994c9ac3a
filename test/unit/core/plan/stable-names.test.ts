import { describe, expect, test } from 'vitest';
import { findStableName, STABLE_NAME_LABELS } from '../../../../src/core/plan/stable-names.js';
import { resolveServiceName } from '../../../../src/core/plan/service-identity.js';
import type { ObjectMeta, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { buildContainerContext } from '../../../../src/core/resolve/container-context.js';
import { podContextWith, podWith, targetsOf } from '../contexts.js';

const ARGO = 'workflows.argoproj.io';

describe('the name that stays', () => {
  test.each<[string, StringMap, string | undefined]>([
    ['no label', {}, undefined],
    ['an empty label', { 'serving.knative.dev/service': '' }, undefined],
    [
      'a revision of Knative',
      { 'serving.knative.dev/service': 'pay', 'serving.knative.dev/revision': 'pay-00002', app: 'pay-00002' },
      'pay',
    ],
    ['a Configuration of Knative alone', { 'serving.knative.dev/configuration': 'pay' }, 'pay'],
    ['a ScaledJob', { 'scaledjob.keda.sh/name': 'consumer', 'job-name': 'consumer-2xq9p' }, 'consumer'],
    ['a CronWorkflow by its time', { [`${ARGO}/workflow`]: 'nightly-1700000000' }, 'nightly'],
    [
      'a CronWorkflow by its label',
      { [`${ARGO}/cron-workflow`]: 'report-1234567890', [`${ARGO}/workflow`]: 'x-1700000000' },
      'report-1234567890',
    ],
    [
      'a WorkflowTemplate',
      { [`${ARGO}/workflow-template`]: 'etl', [`${ARGO}/workflow`]: 'etl-x8k2p' },
      'etl',
    ],
    [
      'a ClusterWorkflowTemplate',
      { [`${ARGO}/cluster-workflow-template`]: 'etl', [`${ARGO}/workflow`]: 'a' },
      'etl',
    ],
    ['a Workflow with a random end', { [`${ARGO}/workflow`]: 'etl-x8k2p' }, 'etl'],
    [
      'a Workflow with a date of its own',
      { [`${ARGO}/workflow`]: 'release-2024010101' },
      'release-2024010101',
    ],
    ['a sensor of Argo Events', { 'sensor-name': 'orders', controller: 'sensor-controller' }, 'orders'],
    [
      'a source of Argo Events',
      { 'eventsource-name': 'kafka', controller: 'eventsource-controller' },
      'kafka',
    ],
    ['a sensor of somebody else', { 'sensor-name': 'attic' }, undefined],
    ['a runner of k6', { k6_cr: 'load', app: 'k6', 'job-name': 'load-1' }, 'load'],
    ['a Workflow with a name of its own', { [`${ARGO}/workflow`]: 'etl-daily' }, 'etl-daily'],
    ['a Workflow that is a random end only', { [`${ARGO}/workflow`]: '-x8k2p' }, '-x8k2p'],
    [
      'a Workflow with five letters that are not random ones',
      { [`${ARGO}/workflow`]: 'etl-apple' },
      'etl-apple',
    ],
    [
      'a Pipeline of Tekton',
      {
        'tekton.dev/pipeline': 'release',
        'tekton.dev/pipelineRun': 'release-run-1',
        'tekton.dev/task': 'build',
        'tekton.dev/pipelineTask': 'compile',
      },
      'release',
    ],
    [
      'a Pipeline that is written into its run',
      {
        'tekton.dev/pipeline': 'run-1',
        'tekton.dev/pipelineRun': 'run-1',
        'tekton.dev/pipelineTask': 'compile',
      },
      'compile',
    ],
    ['a Task of Tekton', { 'tekton.dev/task': 'build', 'tekton.dev/taskRun': 'build-run-x8k2p' }, 'build'],
    ['a ClusterTask', { 'tekton.dev/clusterTask': 'git', 'tekton.dev/taskRun': 'git-run-1' }, 'git'],
    ['a Task that is written into its run', { 'tekton.dev/taskRun': 'scan-x8k2p' }, 'scan'],
    ['a build of Shipwright', { 'build.shipwright.io/name': 'image', 'tekton.dev/taskRun': 'b-1' }, 'image'],
    ['a SparkApplication', { 'sparkoperator.k8s.io/app-name': 'sales', 'spark-app-name': 'Sales' }, 'sales'],
    [
      'a ScheduledSparkApplication by its time',
      { 'sparkoperator.k8s.io/app-name': 'sales-1700000000000000000' },
      'sales',
    ],
    [
      'a ScheduledSparkApplication by its label',
      { 'sparkoperator.k8s.io/scheduled-app-name': 'sales', 'sparkoperator.k8s.io/app-name': 'x' },
      'sales',
    ],
    [
      'a SparkApplication of Apache’s operator',
      { 'spark.operator/spark-app-name': 'sales', 'spark-app-name': 'spark-pi', 'spark-role': 'driver' },
      'sales',
    ],
    ['a Spark Connect server', { 'sparkoperator.k8s.io/connect-name': 'sql' }, 'sql'],
    ['Spark without an operator', { 'spark-app-name': 'sales', 'spark-role': 'executor' }, 'sales'],
    ['a label that only looks like Spark’s', { 'spark-app-name': 'sales' }, undefined],
    ['Flink', { app: 'clicks', type: 'flink-native-kubernetes', component: 'taskmanager' }, 'clicks'],
    [
      'Flink without native integration',
      { app: 'clicks', type: 'flink-standalone-kubernetes', component: 'jobmanager' },
      'clicks',
    ],
    ['an app of anybody', { app: 'web', type: 'frontend', component: 'web' }, undefined],
    [
      'a task of Airflow',
      { dag_id: 'etl', task_id: 'load', run_id: 'manual__1', kubernetes_executor: 'True' },
      'etl',
    ],
    ['a dag_id of anybody', { dag_id: 'etl' }, undefined],
    [
      'a deployment of Prefect',
      {
        'prefect.io/flow-run-id': '1',
        'prefect.io/deployment-name': 'daily',
        'prefect.io/flow-name': 'sales',
      },
      'daily',
    ],
    ['a flow of Prefect', { 'prefect.io/flow-run-id': '1', 'prefect.io/flow-name': 'sales' }, 'sales'],
    ['a job of Dagster', { 'dagster/job': 'sales', 'dagster/run-id': '1' }, 'sales'],
    [
      'a workflow of Flyte',
      { 'workflow-name': 'sales', 'execution-id': 'f5d8c', 'shard-key': '12', 'node-id': 'n0' },
      'sales',
    ],
    ['a workflow-name of anybody', { 'workflow-name': 'sales', 'execution-id': 'f5d8c' }, undefined],
    [
      'a flow of Kestra',
      { 'kestra.io/flow-id': 'sales', 'kestra.io/execution-id': '4x', 'kestra.io/task-id': 'load' },
      'sales',
    ],
    [
      'a process of Nextflow',
      { 'nextflow.io/processName': 'align', 'nextflow.io/runName': 'mad_curie' },
      'align',
    ],
    [
      'an app of Spring Cloud Data Flow',
      {
        'spring-application-name': 'ticktock-time',
        'spring-app-id': 'ticktock-time-v3',
        'spring-deployment-id': 'ticktock-time-v3',
      },
      'ticktock-time',
    ],
    ['a spring-application-name of anybody', { 'spring-application-name': 'shop' }, undefined],
    [
      'a function of Crossplane',
      { 'pkg.crossplane.io/function': 'render', 'pkg.crossplane.io/revision': 'render-a2f88f8d8715' },
      'render',
    ],
    [
      'a provider of Crossplane',
      { 'pkg.crossplane.io/provider': 's3', 'pkg.crossplane.io/revision': 's3-a2f88f8d8715' },
      's3',
    ],
    [
      'a build of kpack',
      { 'image.kpack.io/image': 'shop', 'image.kpack.io/buildNumber': '7', 'kpack.io/build': 'shop-build-7' },
      'shop',
    ],
    [
      'a RayService',
      { 'ray.io/originated-from-cr-name': 'chat', 'ray.io/cluster': 'chat-raycluster-x8k2p' },
      'chat',
    ],
    ['the cluster of a RayService', { 'ray.io/cluster': 'chat-raycluster-x8k2p' }, 'chat'],
    ['the cluster of a RayJob', { 'ray.io/cluster': 'train-x8k2p' }, 'train'],
    ['a RayCluster', { 'ray.io/cluster': 'raycluster-main' }, 'raycluster-main'],
    ['a JobSet', { 'jobset.sigs.k8s.io/jobset-name': 'train' }, 'train'],
    ['a PyTorchJob', { 'training.kubeflow.org/job-name': 'train' }, 'train'],
    ['a Job of Volcano', { 'volcano.sh/job-name': 'train' }, 'train'],
    ['a LeaderWorkerSet', { 'leaderworkerset.sigs.k8s.io/name': 'llm' }, 'llm'],
    ['a cluster of Dask', { 'dask.org/cluster-name': 'stats' }, 'stats'],
    [
      'a version of a Temporal worker',
      { 'temporal.io/deployment-name': 'orders', 'temporal.io/build-id': 'v2' },
      'orders',
    ],
    ['an agent of Jenkins', { 'jenkins/label': 'maven' }, 'maven'],
    ['an agent of Jenkins for one build', { 'jenkins/label': 'shop_release_12-x8k2p' }, 'shop_release'],
    [
      'a job of GitLab',
      { 'project.runner.gitlab.com/name': 'shop', 'job.runner.gitlab.com/pod': 'r' },
      'shop',
    ],
    ['a runner of GitHub', { 'actions.github.com/scale-set-name': 'arc' }, 'arc'],
    ['a runner of a RunnerDeployment', { 'runner-deployment-name': 'ci' }, 'ci'],
    ['a build of OpenShift', { 'openshift.io/build.name': 'shop-17' }, 'shop'],
    ['a DeploymentConfig', { deploymentconfig: 'shop', deployment: 'shop-3' }, 'shop'],
    ['a label that only looks like a DeploymentConfig’s', { deploymentconfig: 'shop' }, undefined],
  ])('%s', (_, labels, expected) => {
    expect(findStableName(labels)).toBe(expected);
  });
});

test('each label is looked for', () => {
  for (const { label, beside = {} } of STABLE_NAME_LABELS) {
    const others = Object.entries(beside).map(([key, [value = 'any']]): [string, string] => [key, value]);
    const labels: StringMap = { ...Object.fromEntries(others), [label]: 'shop' };
    expect(findStableName(labels)).toBe('shop');
  }
});

const KNATIVE: ObjectMeta = {
  name: 'pay-00002-deployment-5f6d8c7b9d-x2x9z',
  labels: { 'serving.knative.dev/service': 'pay', 'app.kubernetes.io/name': 'payments' },
};
test.each<[string, { pod: ObjectMeta; namespace?: StringMap; useLabels?: boolean }, string]>([
  ['the label beats the owner', { pod: KNATIVE }, 'pay (default)'],
  [
    'the user’s annotation beats the label',
    { pod: { ...KNATIVE, annotations: { 'resource.opentelemetry.io/service.name': 'mine' } } },
    'mine (pod)',
  ],
  [
    'so does that of the namespace',
    { pod: KNATIVE, namespace: { 'resource.opentelemetry.io/service.name': 'theirs' } },
    'theirs (namespace)',
  ],
  ['so do the labels of Kubernetes, if asked for', { pod: KNATIVE, useLabels: true }, 'payments (pod)'],
])('%s', (_, { pod, namespace = {}, useLabels = false }, expected) => {
  const context = podContextWith(podWith({}, pod), { namespace: { annotations: namespace } });
  const defaults = { defaults: { useLabelsForResourceAttributes: useLabels } };
  const { value, origin } = resolveServiceName(
    buildContainerContext(targetsOf(['java'], defaults), context, undefined),
  );
  expect(`${value} (${origin})`).toBe(expected);
});
