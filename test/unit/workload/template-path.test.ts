import { describe, expect, test } from 'vitest';
import { parseTemplateRule } from '../../../src/workload/template-path.js';
import { inject, reasons, statuses, TEMPLATE, titled } from '../inject/inject-object.js';
import { like } from '../../support/like.js';

describe('--template-path', () => {
  const runner = titled('actions.summerwind.dev', 'RunnerDeployment', { spec: { template: TEMPLATE } });

  test.each([
    'RunnerDeployment=spec.template',
    'RunnerDeployment.actions.summerwind.dev=spec.template',
    'actions.summerwind.dev/RunnerDeployment=spec.template',
    'RunnerDeployment=$.spec.template',
    'RunnerDeployment=.spec["template"]',
    'RunnerDeployment=spec.*',
  ])('%s says where the template of another kind is', (path) => {
    expect(statuses(inject(runner, path))).toEqual(['injected']);
  });

  test('says it of each item of a list, and may be given several times', () => {
    const object = titled('example.com', 'Group', {
      spec: { leader: TEMPLATE, workers: [{ pod: TEMPLATE }, { pod: TEMPLATE }] },
    });
    expect(statuses(inject(object, 'Group=spec.leader', 'Group=spec.workers[*].pod'))).toEqual([
      ...['injected', 'injected', 'injected'],
    ]);
    expect(statuses(inject(object, 'Group=spec.workers[1].pod'))).toEqual(['injected']);
  });

  test('says of a kind that its pods are passed over', () => {
    expect(inject(runner, 'RunnerDeployment=none')).toMatchObject({ decisions: [], others: [], notes: [] });
    expect(
      inject(titled('apps', 'Deployment', { spec: { template: TEMPLATE } }), 'Deployment=none').decisions,
    ).toEqual([]);
  });

  test('of another group says nothing', () => {
    expect(reasons(inject(runner, 'RunnerDeployment.example.com=spec.template'))).toEqual([
      like.stringMatching(/^template-unknown: spec\.template looks like a pod template/),
    ]);
  });

  test('that leads nowhere is reported', () => {
    expect(reasons(inject(runner, 'RunnerDeployment=spec.pod'))).toEqual([
      'template-unknown: There is no pod template where --template-path RunnerDeployment=spec.pod says.',
    ]);
  });

  test.each([
    ...[
      '',
      'spec.template',
      'Runner',
      'Runner=',
      'runner=spec',
      'Runner=spec..template',
      'Runner=spec[',
      'Runner=spec[x]',
    ],
    ...['Runner=spec template', '/Runner=spec', 'Run ner=spec', 'Runner=.', 'Runner={.spec}', 'Runner.=spec'],
  ])('%j is refused', (text) => {
    expect(parseTemplateRule(text)).toEqual({
      ok: false,
      error: like.stringContaining('allowed: KIND=PATH, KIND.GROUP=PATH or GROUP/KIND=PATH'),
    });
  });
});
