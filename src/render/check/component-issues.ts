import { type Path, findValueAt } from '../../core/objects/paths.js';
import { isOlder } from '../../core/version.js';
import { KINDS, getComponentType } from '../collector/component.js';
import { hasComponent } from '../collector/distributions.js';
import { RENAMED, SINCE } from '../collector/names.js';
import { listComponents } from './collector-config.js';
import type { ConfigRule, CheckIssue } from './check-issue.js';

/** Component types that the Collector no longer has, and what is to be written instead. */
const REMOVED: Readonly<Record<string, string>> = {
  'exporters jaeger':
    'was removed in Collector 0.86, which does not start with it; Jaeger accepts OTLP: write otlp/jaeger',
  'exporters logging': 'is gone; write debug',
  'processors spanmetrics': 'was removed; write it as a connector',
  'receivers opencensus': 'was removed; clients send OTLP',
  'extensions memory_ballast': 'is gone; set GOMEMLIMIT instead',
};

export const checkRemovedComponents: ConfigRule = ({ config }) =>
  KINDS.flatMap((kind) =>
    listComponents(config, kind).flatMap(([id]) => {
      const why = REMOVED[`${kind} ${getComponentType({ id })}`];
      return why === undefined ? [] : [{ path: [kind, id], message: why }];
    }),
  );

/** Names that came later than the version that runs. */
export const checkNewNames: ConfigRule = ({ config }, { platform }) => {
  const { version } = platform.collector;
  const early = Object.values(RENAMED).filter(({ since }) => isOlder(version, since));
  return KINDS.flatMap((kind) =>
    listComponents(config, kind).flatMap(([id]): readonly CheckIssue[] => {
      const renaming = early.find(({ now }) => now === getComponentType({ id }));
      if (renaming === undefined) return [];
      const message = `is the name from ${renaming.since} on, and the Collector is ${version}; allowed: ${renaming.before}; write that`;
      return [{ path: [kind, id], message }];
    }),
  );
};

/** Pod fields that `k8s_attributes` can extract in every version since 0.118. */
const EXTRACTED: readonly string[] = [
  ...['namespace.name', 'pod.name', 'pod.uid', 'pod.hostname', 'pod.ip', 'pod.start_time'],
  ...['deployment.name', 'deployment.uid', 'replicaset.name', 'replicaset.uid'],
  ...['daemonset.name', 'daemonset.uid', 'statefulset.name', 'statefulset.uid'],
  ...['job.name', 'job.uid', 'cronjob.name', 'cronjob.uid'],
  ...['node.name', 'node.uid', 'container.name', 'cluster.uid'],
].map((name) => `k8s.${name}`);
const OTHER_EXTRACTED =
  /^(container\.(id|image\.(name|tags?|repo_digests))|service\.(namespace|name|version|instance\.id))$/;

export const checkExtractedFields: ConfigRule = ({ config }) =>
  listComponents(config, 'processors')
    .filter(([id]) => /^k8s_?attributes$/.test(getComponentType({ id })))
    .flatMap(([id, component]) => {
      const fields = findValueAt(component, ['extract', 'metadata']);
      return (Array.isArray(fields) ? (fields as readonly unknown[]) : []).flatMap(
        (field, index): readonly CheckIssue[] => {
          const name = String(field);
          if (EXTRACTED.includes(name) || OTHER_EXTRACTED.test(name)) return [];
          const path = ['processors', id, 'extract', 'metadata', index];
          return [
            {
              path,
              message: `is ${name}, which pods do not have, so the Collector does not start; remove it`,
            },
          ];
        },
      );
    });

interface VersionedOption {
  readonly kind: string;
  /** `*` is any component. */
  readonly type: string;
  readonly path: Path;
  /** First version that knows it. */
  readonly since?: string;
  /** First version that does not know it, or passes it over. */
  readonly until?: string;
  readonly remedy: string;
}

const buildQueueOption = (key: string): Pick<VersionedOption, 'kind' | 'type' | 'path'> => ({
  kind: 'exporters',
  type: '*',
  path: ['sending_queue', key],
});

/** Options that only some versions know; 0.119 means "not in 0.118", whose list is recorded. */
const OPTIONS: readonly VersionedOption[] = [
  { ...buildQueueOption('sizer'), since: '0.119.0', remedy: 'leave it out: the queue counts batches' },
  { ...buildQueueOption('batch'), since: '0.119.0', remedy: 'use the processor batch' },
  { ...buildQueueOption('block_on_overflow'), since: '0.119.0', remedy: 'write blocking' },
  { ...buildQueueOption('wait_for_result'), since: '0.119.0', remedy: 'leave it out' },
  { ...buildQueueOption('blocking'), until: '0.129.0', remedy: 'write block_on_overflow' },
  { kind: 'exporters', type: '*', path: ['batcher'], until: '0.129.0', remedy: 'write sending_queue.batch' },
];

export const checkOptionVersions: ConfigRule = ({ config }, { platform }) => {
  const { version } = platform.collector;
  const isUnknown = ({ since, until }: VersionedOption): boolean =>
    (since !== undefined && isOlder(version, since)) || (until !== undefined && !isOlder(version, until));
  return OPTIONS.filter(isUnknown).flatMap(({ kind, type, path, remedy: instead }) =>
    listComponents(config, kind)
      .filter(
        ([id, component]) =>
          (type === '*' || getComponentType({ id }) === type) && findValueAt(component, path) !== undefined,
      )
      .map(([id]) => ({
        path: [kind, id, ...path],
        message: `is not known to Collector ${version}, which does not start with it; ${instead}`,
      })),
  );
};

export const checkMetricsAddress: ConfigRule = ({ config }, { platform }) => {
  const path = ['service', 'telemetry', 'metrics', 'address'];
  if (findValueAt(config, path) === undefined || isOlder(platform.collector.version, '0.123.0')) return [];
  const message =
    'is ignored since Collector 0.123; write readers: [{ pull: { exporter: { prometheus: { host, port } } } }]';
  return [{ path, message }];
};

export const checkDropPolicy: ConfigRule = ({ config }, { platform }) => {
  const { version } = platform.collector;
  if (!isOlder(version, SINCE.dropPolicy)) return [];
  return listComponents(config, 'processors')
    .filter(([id]) => getComponentType({ id }) === 'tail_sampling')
    .flatMap(([id, component]) => {
      const policies = component['policies'];
      return (Array.isArray(policies) ? (policies as readonly unknown[]) : []).flatMap(
        (policy, index): readonly CheckIssue[] => {
          if (findValueAt(policy, ['type']) !== 'drop') return [];
          const message = `is drop, which needs Collector ${SINCE.dropPolicy} or later, and it is ${version}; raise spec.collector.version or remove it`;
          return [{ path: ['processors', id, 'policies', index, 'type'], message }];
        },
      );
    });
};

/** Components that the image of the file does not have. */
export const checkImageComponents: ConfigRule = ({ config, image = '' }) =>
  KINDS.flatMap((kind) =>
    listComponents(config, kind)
      .map(([id]) => ({ id, type: getComponentType({ id }) }))
      .filter(
        ({ type }) => hasComponent(image, kind, type) === false && !Object.hasOwn(REMOVED, `${kind} ${type}`),
      )
      .map(({ id, type }) => ({
        path: [kind, id],
        message: `is not in the image ${image}, so the Collector does not start; correct the name ${type}, or use otel/opentelemetry-collector-contrib if that has it`,
      })),
  );
