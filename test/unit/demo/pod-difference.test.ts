import { expect, test } from 'vitest';
import { comparePods } from '../../../demo/pod-difference.js';
import type { SubmittedPod } from '../../../demo/pod-of.js';

const BEFORE: SubmittedPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', namespace: 'shop' },
  spec: {
    containers: [{ name: 'app', image: 'web:1', env: [{ name: 'NODE_OPTIONS', value: '--inspect' }] }],
  },
};

test('lines out and in, with three around', () => {
  const env = [
    { name: 'NODE_OPTIONS', value: '--inspect --require /agent.js' },
    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=Bearer x' },
  ];
  const after = { ...BEFORE, spec: { containers: [{ name: 'app', image: 'web:1', env }] } };
  expect(comparePods(BEFORE, after)).toEqual([
    { kind: 'place', text: '@@ -9,4 +9,6 @@' },
    { kind: 'same', text: '       image: web:1' },
    { kind: 'same', text: '       env:' },
    { kind: 'same', text: '         - name: NODE_OPTIONS' },
    { kind: 'out', text: '-          value: --inspect' },
    { kind: 'in', text: '+          value: --inspect --require /agent.js' },
    { kind: 'in', text: '+        - name: OTEL_EXPORTER_OTLP_HEADERS' },
    { kind: 'in', text: '+          value: "[redacted]"' },
  ]);
});

test('a pod that is unchanged has none', () => {
  expect(comparePods(BEFORE, structuredClone(BEFORE))).toEqual([]);
});
