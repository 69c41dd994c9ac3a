import { describe, expect, test } from 'vitest';
import { renderPart } from '../../../src/render/parts.js';
import { buildDatasources } from '../../../src/render/grafana/datasources.js';
import { renderSettings } from '../../support/platforms.js';

const TEMPO = { enable_tempo: true, enable_opentelemetry_operator: true };
const VICTORIA = { enable_victoria_metrics_k8s_stack: true };
const PROMETHEUS = { enable_kube_prometheus_stack: true };

const POD = { key: 'k8s.pod.name', value: 'pod' };
const LOKI = [{ key: 'k8s.namespace.name', value: 'namespace' }, POD];
const LOGS = [{ key: 'k8s.pod.name', value: 'kubernetes.pod_name' }];

interface Link {
  readonly datasourceUid: string;
  readonly tags: readonly object[];
}

const linksOf = (
  addons: object,
  logsUid?: string,
): {
  readonly all: readonly (readonly [string, string])[];
  readonly logs?: Link;
  readonly profiles?: Link;
} => {
  const all = buildDatasources(renderSettings({ addons }, logsUid === undefined ? {} : { logsUid }));
  const { tracesToLogsV2: logs, tracesToProfiles: profiles } = all[0]?.jsonData as Readonly<
    Record<string, Link>
  >;
  const own = all.filter(({ uid }) => ['doka-logs', 'doka-profiles'].includes(uid));
  return {
    all: own.map(({ uid, url }) => [uid, url] as const),
    ...(logs === undefined ? {} : { logs }),
    ...(profiles === undefined ? {} : { profiles }),
  };
};

// Grafana derives these from the names Loki, Victoria Logs and Pyroscope of the platform's values.
const PROVISIONED = { loki: 'P8E80F9AEF21F6940', logs: 'P31075A2F3968BBAA', profiles: 'P02E4190217B50628' };
const OWN = {
  loki: ['doka-logs', 'http://loki-gateway.monitoring.svc:80'],
  logs: ['doka-logs', 'http://victoria-logs-single-server.monitoring.svc:9428'],
  profiles: ['doka-profiles', 'http://pyroscope.monitoring.svc:4040'],
} as const;

describe('spans link to logs', () => {
  test.each<[string, object, string | undefined, string | undefined, readonly object[], readonly object[]]>([
    ['nowhere', VICTORIA, undefined, undefined, [], []],
    ['in Loki', { ...VICTORIA, enable_loki: true }, undefined, PROVISIONED.loki, LOKI, []],
    ['in VictoriaLogs', { ...VICTORIA, enable_victoria_logs: true }, undefined, PROVISIONED.logs, LOGS, []],
    [
      'in Loki by another stack',
      { ...PROMETHEUS, enable_loki: true },
      undefined,
      'doka-logs',
      LOKI,
      [OWN.loki],
    ],
    [
      'in VictoriaLogs without a stack',
      { enable_victoria_logs: true },
      undefined,
      'doka-logs',
      LOGS,
      [OWN.logs],
    ],
    [
      'in Loki where both are on',
      { ...VICTORIA, enable_victoria_logs: true, enable_loki: true },
      undefined,
      PROVISIONED.loki,
      LOKI,
      [],
    ],
    ['as is wished', PROMETHEUS, 'mine', 'mine', LOKI, []],
    ['as is wished, in VictoriaLogs', { enable_victoria_logs: true }, 'mine', 'mine', LOGS, []],
  ])('%s', (...[, addons, wished, uid, tags, own]) => {
    const { all, logs } = linksOf({ ...TEMPO, ...addons }, wished);
    expect([logs?.datasourceUid, logs?.tags ?? [], all]).toEqual([uid, tags, own]);
  });

  test('in VictoriaLogs with its plug-in, and by a Grafana that can', () => {
    const settings = renderSettings({ addons: { ...TEMPO, ...VICTORIA, enable_victoria_logs: true } });
    expect(renderPart('values', settings).data).toMatchObject({
      'victoria-metrics-k8s-stack': { grafana: { plugins: ['victoriametrics-logs-datasource'] } },
    });
    const { body: text } = renderPart('datasources', settings);
    expect(text).toContain('Grafana follows links to VictoriaLogs from 12.2 on');
    expect(text).not.toContain('--logs-uid');
  });

  test('of one store of several, which the file says', () => {
    const addons = { ...TEMPO, ...VICTORIA, enable_victoria_logs: true, enable_loki: true };
    const says = 'Spans link to Loki; --logs-uid names the datasource of VictoriaLogs instead.';
    expect(renderPart('datasources', renderSettings({ addons })).body).toContain(says);
    expect(renderPart('datasources', renderSettings({ addons }, { logsUid: 'mine' })).body).not.toContain(
      says,
    );
  });
});

describe('spans link to profiles', () => {
  test.each<[string, object, string, readonly object[]]>([
    ['by the stack that has a datasource', VICTORIA, PROVISIONED.profiles, []],
    ['by another', PROMETHEUS, 'doka-profiles', [OWN.profiles]],
  ])('%s', (_, stack, uid, own) => {
    const { all, profiles } = linksOf({ ...TEMPO, ...stack, enable_pyroscope: true });
    expect(profiles).toEqual({
      datasourceUid: uid,
      tags: [{ key: 'service.name', value: 'service_name' }],
      profileTypeId: 'process_cpu:cpu:nanoseconds:cpu:nanoseconds',
      customQuery: false,
    });
    expect(all).toEqual(own);
  });

  test('from Tempo alone, which the file says', () => {
    const addons = { enable_jaeger: true, enable_pyroscope: true, ...VICTORIA };
    expect(linksOf(addons).profiles).toBeUndefined();
    expect(renderPart('datasources', renderSettings({ addons })).body).toContain(
      'Spans link to no profiles: Grafana supports that only from a datasource of Tempo.',
    );
    expect(linksOf({ ...TEMPO, ...VICTORIA }).profiles).toBeUndefined();
  });
});
