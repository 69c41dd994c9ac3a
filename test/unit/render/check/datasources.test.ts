import { expect, test } from 'vitest';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { formatPart, renderPart } from '../../../../src/render/parts.js';
import { ALL_FLAGS, renderSettings } from '../../../support/platforms.js';
import { like } from '../../../support/like.js';

const SETTINGS = renderSettings({ addons: ALL_FLAGS });

function faultsIn(text: string, settings = SETTINGS): readonly string[] {
  const found = parseCheckedDocuments(text, 'values.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], settings).map((finding) =>
    finding.kind === 'fault' ? `${finding.place} ${finding.message}` : finding.kind,
  );
}

/** As the values of the platform's metrics stack have them. */
const VALUES = `defaultDatasources:
  extra:
    - name: Loki
      type: loki
      url: http://loki-gateway.monitoring.svc.cluster.local/
    - name: Tempo
      type: tempo
      url: http://tempo.monitoring.svc.cluster.local:3100
    - name: Jaeger
      type: jaeger
      uid: jaeger
      url: http://jaeger-query.monitoring.svc.cluster.local:16686
    - name: VictoriaTraces
      type: jaeger
      uid: vt
      url: http://victoria-traces-single-server.monitoring.svc.cluster.local:10428
    - name: Zipkin
      type: zipkin
      uid: zipkin
      url: http://zipkin.zipkin.svc.cluster.local:9411
`;

test('datasources that reach no backend, or that nothing can name, are faults', () => {
  const jaegers =
    'allowed: http://jaeger.monitoring.svc:16686, http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/jaeger; correct it';
  expect(faultsIn(VALUES)).toEqual([
    'values.yaml:8:7: defaultDatasources.extra[1].url Tempo is at http://tempo.monitoring.svc.cluster.local:3100, where nothing answers it; allowed: http://tempo.monitoring.svc:3200, http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/tempo; correct it',
    'values.yaml:6:7: defaultDatasources.extra[1] Tempo has no uid, so dashboards and links cannot name it; add one',
    `values.yaml:12:7: defaultDatasources.extra[2].url Jaeger is at http://jaeger-query.monitoring.svc.cluster.local:16686, where nothing answers it; ${jaegers}`,
    `values.yaml:16:7: defaultDatasources.extra[3].url VictoriaTraces is at http://victoria-traces-single-server.monitoring.svc.cluster.local:10428, where nothing answers it; ${jaegers}`,
  ]);
});

test('the credentials in an address are not named', () => {
  const url = 'http://user:hunter2@tempo:3200';
  expect(faultsIn(JSON.stringify({ datasources: [{ name: 'T', type: 'tempo', uid: 't', url }] }))).toEqual([
    like.stringContaining('T is at http://…@tempo:3200, where nothing answers it'),
  ]);
});

test('one for a backend that only pods which pick it send to is right', () => {
  const settings = renderSettings({ addons: { enable_tempo: true, enable_jaeger: true } });
  const url = 'http://jaeger.monitoring.svc:16686';
  const text = JSON.stringify({ datasources: [{ name: 'J', type: 'jaeger', uid: 'j', url }] });
  expect(renderPart('datasources', settings).body).not.toContain(url);
  expect(faultsIn(text, settings)).toEqual([]);
});

test('the rendered ones have none', () => {
  const text = formatPart(renderPart('datasources', SETTINGS));
  expect(text).toContain('doka-tempo');
  expect(faultsIn(text)).toEqual([]);
});

test('an object of Grafana’s operator is looked at, too', () => {
  const object = {
    apiVersion: 'grafana.integreatly.org/v1beta1',
    kind: 'GrafanaDatasource',
    metadata: { name: 'a' },
    spec: { datasource: { name: 'T', type: 'tempo', uid: 't', url: 'http://tempo:3200' } },
  };
  expect(faultsIn(JSON.stringify(object))).toEqual([like.stringContaining('T is at http://tempo:3200')]);
});

test.each<[string, string, boolean]>([
  ['by the API of Tempo, in a chart that has it', '0.1.10', true],
  ['by the API of Tempo, in a later one', 'victoria-traces-single-0.2.0', true],
  ['by the API of Tempo, in an older one', '0.0.3', false],
])('VictoriaTraces can be asked %s', (_, chart, isRight) => {
  const settings = renderSettings({
    addons: { enable_victoria_traces: true, enable_opentelemetry_operator: true },
    backends: { 'victoria-traces': { chart } },
  });
  const text = JSON.stringify({
    apiVersion: 1,
    datasources: [
      {
        name: 'VT',
        uid: 'vt',
        type: 'tempo',
        url: 'http://victoria-traces-single-vt-single-server.monitoring.svc:10428/select/tempo',
      },
    ],
  });
  const found = parseCheckedDocuments(text, 'datasources.json');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  expect(checkDocuments(found.value, [], settings).length).toBe(isRight ? 0 : 1);
});
