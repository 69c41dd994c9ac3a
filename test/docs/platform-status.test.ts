import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ok } from '../../src/core/result.js';
import { buildStatusFields } from '../../src/core/platform/status-fields.js';
import type { TracingPlatformSpec } from '../../src/core/objects/tracing-platform.js';
import { buildCondition, judgeAcceptance } from '../../src/kube/condition.js';
import { textOf } from './markdown.js';

test('the status that the page shows is that of the shipped example', () => {
  const [, block = ''] = /```yaml\n(status:.+?)```/s.exec(textOf('docs/tracing-platform.md')) ?? [];
  const { metadata, spec } = parse(textOf('examples/cluster/platform.yaml')) as {
    readonly metadata: { readonly name: string };
    readonly spec: TracingPlatformSpec;
  };
  const object = { metadata: { ...metadata, generation: 1 } };
  const condition = buildCondition(object, judgeAcceptance(ok([])), new Date('2026-03-01T10:00:00Z'));
  expect(parse(block)).toEqual({
    status: { observedGeneration: 1, conditions: [condition], ...buildStatusFields(spec) },
  });
});
