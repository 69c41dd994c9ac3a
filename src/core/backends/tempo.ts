import { OTLP, type BackendRow } from './backend.js';
import { isChartOlder } from './charts.js';

export const tempo = {
  title: 'Tempo',
  addon: 'enable_tempo',
  namespace: 'monitoring',
  chart: '1.24.4',
  charts: {
    tempo: {
      service: () => 'tempo',
      ports: OTLP,
      query: (chart) => ({ service: 'tempo', port: isChartOlder(chart, '1.23.1') ? 3100 : 3200, path: '' }),
      source:
        ' (single binary) 1.18.2, 1.24.4 and 2.2.4, from 2.0 in the repository grafana-community: Service tempo',
    },
    'tempo-distributed': {
      service: () => 'tempo-distributor',
      ports: OTLP,
      query: (chart) => ({
        service: 'tempo-query-frontend',
        port: isChartOlder(chart, '1.41.0') ? 3100 : 3200,
        path: '',
      }),
      source:
        ' up to 3.3.0: Service tempo-distributor; its values traces.otlp.http.enabled and traces.otlp.grpc.enabled open the ports',
    },
  },
  otherCharts: ['1.18.2', '2.2.4', 'tempo-distributed-1.61.3', 'tempo-distributed-3.3.0'],
  pins: { dev: '1.24.4', stg: '1.18.2', prod: '1.18.2' },
  tenantForm: 'any name',
  isTenant: () => true,
  buildTenantHeaders: (name) => ({ 'X-Scope-OrgID': name }),
} as const satisfies BackendRow;
