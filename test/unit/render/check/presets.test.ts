import { expect, test } from 'vitest';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

const PLATFORM = {
  addons: { enable_tempo: true, enable_opentelemetry_operator: true },
  collector: { version: '0.156.0' },
};

/** The places of the faults in values of the Collector's chart, with what is said up to the first comma. */
function faultsIn(values: object): readonly string[] {
  const found = parseCheckedDocuments(JSON.stringify(values), 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], renderSettings(PLATFORM)).flatMap((finding) =>
    finding.kind === 'fault' ? [`${finding.place.replace(/^.* /, '')} ${finding.message.split(',')[0]}`] : [],
  );
}

const ON = { enabled: true };
const OFF = { enabled: false };
/** A pipeline into which a preset puts the receivers. */
const filled = (signal: string, exporters: readonly string[] = ['debug']): object => ({
  exporters: { debug: {} },
  service: { pipelines: { [signal]: { exporters } } },
});
const noReceivers = (key: string, signal: string): readonly string[] => [
  `${key}.service.pipelines.${signal} has no receivers`,
];

test.each<[string, object, readonly string[]]>([
  [
    'receivers of the cluster’s metrics',
    { presets: { clusterMetrics: ON }, alternateConfig: filled('metrics') },
    [],
  ],
  ['receivers of logs', { presets: { kubernetesEvents: ON }, alternateConfig: filled('logs') }, []],
  [
    'receivers and an exporter of profiles',
    {
      presets: { profiling: ON },
      config: { exporters: { debug: {} }, service: { pipelines: { profiles: {} } } },
    },
    [],
  ],
  [
    'receivers of metrics, where the chart’s are taken away',
    {
      presets: { hostMetrics: ON },
      config: { exporters: { debug: {} }, service: { pipelines: { metrics: { receivers: [] } } } },
    },
    [],
  ],
  [
    'receivers that are discovered',
    { presets: { annotationDiscovery: { metrics: ON, logs: OFF } }, alternateConfig: filled('metrics') },
    [],
  ],
  [
    'the extension by which they are discovered',
    {
      presets: { annotationDiscovery: { logs: ON } },
      config: { receivers: {}, extensions: { k8s_observer: { auth_type: 'none' } }, service: {} },
    },
    [],
  ],
  [
    'no receivers',
    { presets: { clusterMetrics: OFF }, alternateConfig: filled('metrics') },
    noReceivers('alternateConfig', 'metrics'),
  ],
  [
    'no receivers of traces',
    { presets: { clusterMetrics: ON }, alternateConfig: filled('traces') },
    noReceivers('alternateConfig', 'traces'),
  ],
  [
    'a choice of what it would bring, but is off',
    { presets: { kubernetesObjects: { ...OFF, core: ON } }, alternateConfig: filled('logs') },
    noReceivers('alternateConfig', 'logs'),
  ],
])('a preset with %s', (_, values, expected) => {
  expect(faultsIn(values)).toEqual(expected);
});
