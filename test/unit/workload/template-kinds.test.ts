import { describe, expect, test } from 'vitest';
import { TEMPLATE_KINDS, type TemplateKind } from '../../../src/workload/template-kinds.js';
import type { TemplatePattern } from '../../../src/workload/template-path.js';
import { asks, inject, reasons, statuses, TEMPLATE, titled } from '../inject/inject-object.js';
import { like } from '../../support/like.js';

/** An object in which the value stands at each place of a pattern; `*` is a list of two. */
function objectAt(pattern: TemplatePattern, value: object): object {
  const [token, ...rest] = pattern;
  if (token === undefined) return value;
  const inner = objectAt(rest, value);
  return token === '*' ? [inner, inner] : { [token]: inner };
}

const ROWS = TEMPLATE_KINDS.filter(({ form, kind }) => form === 'pod' && kind !== 'Pod').flatMap(
  ({ group = '', kind, templates }) =>
    templates.map((pattern): [string, TemplatePattern, TemplateKind['group']] => [kind, pattern, group]),
);

describe('every kind', () => {
  test.each(ROWS)('%s is injected at %j', (kind, pattern, group = '') => {
    const object = titled(group, kind, objectAt(pattern, TEMPLATE));
    const injected = inject(object);
    const places = pattern.filter((token) => token === '*').length * 2 || 1;
    expect(statuses(injected)).toEqual(Array.from({ length: places }, () => 'injected'));
    expect(injected.others).toEqual([]);
    expect(injected.after).toMatch(/name: OTEL_SERVICE_NAME\n +value: web\n/);
    expect(injected.after).not.toContain('ownerReferences');
    expect(inject(titled(group, kind, objectAt(pattern, { spec: {} }))).others).toEqual([]);
  });

  test('of several templates it is told which one is meant', () => {
    const groups = { workerGroupSpecs: [{ template: TEMPLATE }, { template: { spec: TEMPLATE.spec } }] };
    const { decisions } = inject(titled('ray.io', 'RayCluster', { spec: groups }));
    expect(decisions.map(({ workload, status }) => [workload.part, status])).toEqual([
      ['spec.workerGroupSpecs[0].template', 'injected'],
      ['spec.workerGroupSpecs[1].template', 'unchanged'],
    ]);
    expect(decisions[1]?.workload.place).toMatch(/^app\.yaml:\d+:\d+$/);
  });
});

describe('a Rollout', () => {
  test('that takes the template of a Deployment says so', () => {
    const workloadRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'billing' };
    const { after, before, notes, others, decisions } = inject(
      titled('argoproj.io', 'Rollout', { spec: { workloadRef } }),
    );
    expect({ after, others, decisions }).toEqual({ after: before, others: [], decisions: [] });
    expect(notes.map(({ message }) => message)).toEqual([
      'has no pod template; its pods come from Deployment billing, which spec.workloadRef names. Annotate and inject that one.',
    ]);
  });
});

describe('a Service of Knative', () => {
  const knative = (containers: readonly object[]): object =>
    titled('serving.knative.dev', 'Service', {
      spec: { template: { metadata: asks(), spec: { containers } } },
    });

  test('needs no name of its container, and gets the one that Knative gives', () => {
    const injected = inject(knative([{ image: 'pay:1' }]));
    expect(statuses(injected)).toEqual(['injected']);
    expect(injected.after).toContain('name: user-container');
    expect(injected.after).toContain('/otel-auto-instrumentation-java-user-container');
    expect(reasons(injected)).toContainEqual(
      like.stringMatching(/^template-condition: Knative takes init containers/),
    );
  });

  test('of two containers without names each is recognised by its number', () => {
    expect(inject(knative([{ image: 'pay:1' }, { image: 'log:1' }])).after).toMatch(
      /name: user-container-0\n[^]*name: user-container-1\n/,
    );
  });

  test('that does not ask is not named', () => {
    const spec = { template: { spec: { containers: [{ image: 'pay:1' }] } } };
    const { before, after } = inject(titled('serving.knative.dev', 'Service', { spec }));
    expect(after).toBe(before);
  });

  test('is not taken for one of Kubernetes, and the other way round', () => {
    const service = titled('', 'Service', { spec: { selector: { app: 'web' } } });
    expect(inject(service)).toMatchObject({ decisions: [], others: [], notes: [] });
  });
});

test.each([
  ['batch', 'Job', { spec: { template: TEMPLATE } }],
  ['apps', 'Deployment', { spec: { template: TEMPLATE } }],
  ['batch', 'CronJob', { spec: { jobTemplate: { spec: { template: TEMPLATE } } } }],
])('the name of a service is what a %s %s without a name begins its name with', (group, kind, rest) => {
  const object = { ...titled(group, kind, rest), metadata: { generateName: 'load-', namespace: 'shop' } };
  const { after } = inject(object);
  expect(after).toMatch(/name: OTEL_SERVICE_NAME\n +value: load\n/);
  expect(after).not.toMatch(/k8s\.(?:job|deployment|cronjob)\.name/);
});
