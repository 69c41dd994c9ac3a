import { OTLP, type BackendRow } from './backend.js';
import { resolveJaegerLayout } from './jaeger-layout.js';

export const jaeger = {
  title: 'Jaeger',
  addon: 'enable_jaeger',
  namespace: 'monitoring',
  chart: '4.12.0',
  charts: {
    jaeger: {
      service: (chart) => resolveJaegerLayout(chart).service,
      ports: OTLP,
      query: (chart) => ({ service: resolveJaegerLayout(chart).query, port: 16686, path: '' }),
      source:
        ' 3.4.0 and 4.0.0 to 4.11.1: Services jaeger-collector and jaeger-query up to 4.1.5 (values allInOne), jaeger from 4.2.0 (values jaeger)',
    },
  },
  otherCharts: ['3.4.0'],
  pins: { dev: '4.12.0', stg: '3.4.0', prod: '3.4.0' },
  tenantForm: 'any name',
  isTenant: () => true,
  buildTenantHeaders: (name) => ({ 'x-tenant': name }),
} as const satisfies BackendRow;
