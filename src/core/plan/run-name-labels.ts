import { RANDOM_END, TIME_OR_RANDOM_END, type StableNameLabel } from './stable-name-label.js';

const ARGO = 'https://github.com/argoproj/argo-workflows/blob/main/workflow/common/common.go';
const ARGO_EVENTS = 'https://github.com/argoproj/argo-events/blob/master/pkg/apis/events/v1alpha1/const.go';
const TEKTON = 'https://tekton.dev/docs/pipelines/labels/';
const SPARK_OPERATOR = 'https://github.com/kubeflow/spark-operator/blob/master/pkg/common/spark.go';
const PREFECT = 'https://github.com/PrefectHQ/prefect/blob/main/src/prefect/workers/base.py';

/** Labels of what runs jobs, workflows and pipelines: each run has a name of its own. */
export const RUN_NAME_LABELS: readonly StableNameLabel[] = [
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
      pattern: TIME_OR_RANDOM_END,
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
    system: 'Apache Spark Operator',
    label: 'spark.operator/spark-app-name',
    source:
      'https://github.com/apache/spark-kubernetes-operator/blob/main/spark-operator-api/src/main/java/org/apache/spark/k8s/operator/Constants.java',
  },
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
  {
    system: 'Flyte',
    label: 'workflow-name',
    beside: { 'execution-id': [], 'shard-key': [] },
    source:
      'https://github.com/flyteorg/flyte/blob/master/flytepropeller/pkg/compiler/transformers/k8s/workflow.go',
  },
  {
    system: 'Kestra',
    label: 'kestra.io/flow-id',
    beside: { 'kestra.io/execution-id': [] },
    source:
      'https://github.com/kestra-io/kestra/blob/develop/core/src/main/java/io/kestra/core/models/tasks/runners/ScriptService.java',
  },
  {
    system: 'Nextflow',
    label: 'nextflow.io/processName',
    source:
      'https://github.com/nextflow-io/nextflow/blob/master/plugins/nf-k8s/src/main/nextflow/k8s/K8sTaskHandler.groovy',
  },
];
