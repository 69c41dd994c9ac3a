import picocolors from 'picocolors';
import { expect, test } from 'vitest';
import { formatStep } from '../../../demo/narration.js';
import type { SubmittedPod } from '../../../demo/pod-of.js';
import type { DemoStep } from '../../../demo/step.js';
import { TRACE } from './sample-trace.js';

const PLAIN = { colors: picocolors.createColors(false), columns: 79 };
const COLOURED = { colors: picocolors.createColors(true), columns: 79 };

const before: SubmittedPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-7c5-', namespace: 'shop' },
  spec: { containers: [{ name: 'app' }] },
};
const after: SubmittedPod = {
  ...before,
  metadata: {
    ...before.metadata,
    annotations: {
      'tracing.dokaseca.io/status': 'injected',
      'tracing.dokaseca.io/reason': 'injected',
      'tracing.dokaseca.io/message': 'Injected nodejs into app.',
    },
  },
};

const STEPS: readonly DemoStep[] = [
  { kind: 'webhook', url: 'https://127.0.0.1:1', contextFile: 'context.yaml' },
  {
    kind: 'admitted',
    service: 'web',
    before,
    admission: { pod: after, operations: [], warnings: ['tracing: careful'] },
    injections: [
      {
        language: 'nodejs',
        container: 'app',
        settings: [
          { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector:4318', origin: 'platform' },
          { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'x=y', origin: 'pod' },
        ],
      },
    ],
  },
  { kind: 'agent', agent: { package: '@x/agent', version: '1.2.3' }, images: ['registry.example/agent:9'] },
  {
    kind: 'started',
    service: 'web',
    url: 'http://127.0.0.1:2',
    environment: { A: '/agent/', B: '' },
    standIns: [{ inThePod: '/agent/', here: '/x/', standsFor: 'a volume' }],
  },
  { kind: 'traced', requests: ['/first', '/buy'], trace: TRACE },
  {
    kind: 'checked',
    checks: [
      { says: 'This holds.', holds: true },
      { says: 'This does not.', holds: false, found: 'something else' },
    ],
  },
];

test('every step is printed in plain text', () => {
  expect(STEPS.flatMap((step) => formatStep(step, PLAIN)).join('\n')).toBe(`The webhook is up

https://127.0.0.1:1/mutate, with a certificate of an authority made for this run
reads context.yaml

Pod web-7c5-…, created and changed

@@ -3,6 +3,10 @@
 metadata:
   generateName: web-7c5-
   namespace: shop
+  annotations:
+    tracing.dokaseca.io/status: injected
+    tracing.dokaseca.io/reason: injected
+    tracing.dokaseca.io/message: Injected nodejs into app.
 spec:
   containers:
     - name: app

status  injected
reason  injected
        Injected nodejs into app.
warning tracing: careful

setting                      from      value
OTEL_EXPORTER_OTLP_ENDPOINT  platform  http://collector:4318
OTEL_EXPORTER_OTLP_HEADERS   pod       [redacted]

agent: @x/agent 1.2.3 from npm, in place of the image's registry.example/agent:9

web runs on http://127.0.0.1:2

with the 2 variables that the kubelet makes of its pod, and PATH, which an image would set

in the pod  here  stands for
/agent/     /x/   a volume

The trace of GET /buy

trace 4bf92f3577b34da6a3ce929d0e0e4736: 5 spans, 2 services, 40.0 ms
storefront  GET /buy          ████████████████████████████████████████  40.0 ms
storefront  └ GET /price        ████████████████                        16.0 ms
checkout      └ GET /price        ████████                               8.0 ms
storefront  └ POST /orders                        ████████████████████  20.0 ms
checkout      └ POST /orders                        █████████████████   17.0 ms

storefront  k8s.deployment.name=  k8s.pod.name=  k8s.node.name=
checkout  k8s.deployment.name=  k8s.pod.name=  k8s.node.name=

What was checked

✓ This holds.
✗ This does not.
  but: something else`);
});

test('colours add nothing but colours', () => {
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  for (const step of STEPS) {
    const coloured = formatStep(step, COLOURED).join('\n');
    expect(coloured).toMatch(escapes);
    expect(coloured.replaceAll(escapes, '')).toBe(formatStep(step, PLAIN).join('\n'));
  }
});
