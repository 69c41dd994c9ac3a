import type { BackendRow } from './backend.js';

export const zipkin = {
  title: 'Zipkin',
  addon: 'enable_zipkin',
  namespace: 'zipkin',
  chart: '0.4.0',
  charts: {
    zipkin: {
      service: () => 'zipkin',
      ports: [
        { exporter: 'zipkin', protocol: 'http/json', port: 9411, path: '/api/v2/spans', form: 'zipkin' },
      ],
      query: () => ({ service: 'zipkin', port: 9411, path: '' }),
      source: ' 0.3.4 and 0.4.0: no OTLP',
    },
  },
  otherCharts: ['0.3.4'],
  pins: { dev: '0.4.0', stg: '0.3.4', prod: '0.3.4' },
  isTenant: () => false,
  buildTenantHeaders: () => ({}),
} as const satisfies BackendRow;
