import { expect, test } from 'vitest';
import { admit } from '../../src/core/admit.js';
import { post, reviewOf, rigOf } from './admission-fixture.js';
import { like } from '../support/like.js';

const annotations = { 'instrumentation.opentelemetry.io/inject-java': 'true' };

test.each<[string, object, string, string]>([
  [
    'a variable',
    {
      metadata: { annotations },
      spec: { containers: [{ name: 'app', env: [{ name: 'FOO', value: 8080 }] }] },
    },
    'spec.containers[0].env[0].value',
    'spec.containers[0].env[0].value (container app, variable FOO) is a number; it must be text',
  ],
  [
    'a label',
    { metadata: { annotations, labels: { 'example.com/new': true } }, spec: { containers: [] } },
    'metadata.labels["example.com/new"]',
    'metadata.labels["example.com/new"] is a boolean; it must be text, so put it in quotes.',
  ],
  ['the spec', { metadata: { annotations } }, 'spec', 'spec is missing; it must be an object.'],
])(
  'the warning, the audit annotations, the log and the page name %s that is malformed',
  async (_, object, place, sentence) => {
    const rig = rigOf(admit);
    const { response } = (await post(rig, JSON.stringify(reviewOf({ object })))).body as { response: object };
    expect(response).toMatchObject({
      auditAnnotations: { status: 'skipped', reason: 'pod-malformed', place },
      warnings: [like.stringContaining(sentence)],
    });
    expect(rig.lines).toMatchObject([{ status: 'skipped', reason: 'pod-malformed', place }]);
    expect(rig.decisions.list()).toMatchObject([
      { findings: [{ code: 'pod-malformed', place, message: like.stringContaining(sentence) }] },
    ]);
  },
);
