import { OTLP, type BackendRow } from './backend.js';
import { isChartOlder, parseMajorVersion } from './charts.js';

export const jaeger = {
  title: 'Jaeger',
  addon: 'enable_jaeger',
  namespace: 'monitoring',
  chart: '4.12.0',
  charts: {
    jaeger: {
      service: (chart) => (parseMajorVersion(chart) < 4 ? 'jaeger-collector' : 'jaeger'),
      ports: OTLP,
      query: (chart) => ({
        service: isChartOlder(chart, '4.0.0') ? 'jaeger-query' : 'jaeger',
        port: 16686,
        path: '',
      }),
      source: ': Service jaeger-collector up to 3.x (all-in-one), jaeger from 4.0',
    },
  },
  otherCharts: ['3.4.0'],
  pins: { dev: '4.12.0', stg: '3.4.0', prod: '3.4.0' },
  tenantForm: 'any name',
  isTenant: () => true,
  buildTenantHeaders: (name) => ({ 'x-tenant': name }),
} as const satisfies BackendRow;
