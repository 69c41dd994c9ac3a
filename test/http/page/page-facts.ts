import { buildFinding } from '../../../src/core/reasons.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import type { PageFacts } from '../../../src/http/page/facts.js';

export const HOSTILE = '<script>alert("x")</script>';

/** What a page may have to show: hostile texts, credentials, and something of each kind. */
export const FACTS: PageFacts = {
  version: '1.2.3',
  replica: 'doka-tracing-abc',
  now: Date.UTC(2030, 0, 2),
  waitingFor: [],
  context: {
    paths: ['cluster.yaml'],
    hash: 'abcdef',
    issues: [],
    snapshot: {
      ...EMPTY_SNAPSHOT,
      instrumentations: new Map([
        [
          'shop',
          new Map([
            [
              'main',
              {
                metadata: { namespace: 'shop', name: 'main' },
                ignored: [],
                spec: {
                  exporter: { endpoint: 'http://me:hidden@tempo:4318' },
                  env: [
                    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=hidden' },
                    { name: 'PLAIN', value: HOSTILE },
                  ],
                },
              },
            ],
          ]),
        ],
      ]),
    },
  },
  certificates: {
    certificates: [
      {
        role: 'this server',
        names: ['doka-tracing.doka-tracing.svc'],
        notAfter: new Date(Date.UTC(2030, 0, 9)),
      },
    ],
    problems: [],
  },
  watches: [],
  decisions: [
    {
      id: 7,
      at: Date.UTC(2030, 0, 1),
      namespace: 'shop',
      pod: `cart-${HOSTILE}*`,
      status: 'partial',
      findings: [buildFinding('options-optional', `NODE_OPTIONS of ${HOSTILE} is optional.`)],
      injections: [
        {
          language: 'java',
          container: HOSTILE,
          backend: 'tempo',
          settings: [
            { name: 'API_TOKEN', value: 'hidden', origin: 'platform' },
            { name: 'OTEL_TRACES_EXPORTER', value: HOSTILE, origin: 'preset' },
          ],
        },
      ],
    },
    {
      id: 6,
      at: Date.UTC(2030, 0, 1),
      namespace: 'billing',
      pod: 'invoice-1',
      status: 'injected',
      findings: [buildFinding('injected')],
      injections: [],
    },
  ],
  totals: { since: Date.UTC(2030, 0, 1), byStatus: { injected: 3, partial: 1, skipped: 0, unchanged: 0 } },
};
