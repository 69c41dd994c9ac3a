import { describe, expect, test } from 'vitest';
import { asks, inject, statuses, TEMPLATE, titled } from './inject-object.js';

const deployment = (spec: unknown, group = 'apps', kind = 'Deployment'): object =>
  titled(group, kind, { spec: { template: { metadata: asks(), spec } } });

const APP = { name: 'app', image: 'app:1' };

describe('a part of another object', () => {
  test.each<[string, object, string]>([
    ['a container without an image', deployment({ containers: [{ name: 'app' }] }), 'containers[0].image'],
    [
      'an init container without one',
      deployment({ initContainers: [{ name: 'init' }], containers: [APP] }),
      'initContainers[0].image',
    ],
    [
      'a container whose image is empty',
      deployment({ containers: [APP, { name: 'log', image: '' }] }),
      'containers[1].image',
    ],
    ['no containers', deployment({ nodeSelector: { zone: 'a' } }), 'containers'],
    [
      'a StatefulSet',
      deployment({ containers: [{ name: 'app' }] }, 'apps', 'StatefulSet'),
      'containers[0].image',
    ],
    ['a Job', deployment({ containers: [{ name: 'app' }] }, 'batch', 'Job'), 'containers[0].image'],
  ])('is recognised by what is missing: %s', (_, object, missing) => {
    const { after, before, decisions } = inject(object);
    expect(after).toBe(before);
    expect(
      decisions.map(({ status, reasons }) => [
        status,
        reasons.map(({ code, message }) => `${code}: ${message}`),
      ]),
    ).toEqual([
      [
        'skipped',
        [
          `template-partial: spec.template.spec.${missing} is missing, so this is a patch of another object, or not complete.`,
        ],
      ],
    ]);
  });

  test('has no spec where kustomize adds an annotation alone', () => {
    const { decisions } = inject(titled('apps', 'Deployment', { spec: { template: { metadata: asks() } } }));
    expect(decisions[0]?.reasons[0]).toMatchObject({ code: 'template-partial', kind: 'refusal' });
    expect(decisions[0]?.reasons[0]?.message).toMatch(/^spec\.template\.spec is missing, /);
    expect(decisions[0]?.reasons[0]?.place).toMatch(/^app\.yaml:\d+:\d+$/);
  });

  test.each<[string, object, string]>([
    [
      'one that takes a container away',
      deployment({ containers: [{ ...APP, $patch: 'delete' }] }),
      'spec.template.spec.containers[0]["$patch"]',
    ],
    [
      'one that replaces a list',
      deployment({ containers: [{ ...APP, env: [{ $patch: 'replace' }, { name: 'A', value: '1' }] }] }),
      'spec.template.spec.containers[0].env[0]["$patch"]',
    ],
    [
      'one that orders a list',
      deployment({ containers: [APP], '$setElementOrder/containers': [{ name: 'app' }] }),
      'spec.template.spec["$setElementOrder/containers"]',
    ],
    [
      'one of a kind with its own rules',
      titled('argoproj.io', 'Rollout', {
        spec: { strategy: { $retainKeys: ['canary'] }, template: TEMPLATE },
      }),
      'spec.strategy["$retainKeys"]',
    ],
  ])('is recognised by what only a patch says: %s', (_, object, place) => {
    const { decisions } = inject(object);
    expect(decisions.map(({ reasons }) => reasons.map(({ message }) => message))).toEqual([
      [`${place} makes this a patch of another object.`],
    ]);
  });
});

test.each<[string, object, string]>([
  ['a whole object', deployment({ containers: [APP] }), 'injected'],
  [
    'a DeploymentConfig, whose image a trigger sets',
    deployment({ containers: [{ name: 'app' }] }, 'apps.openshift.io', 'DeploymentConfig'),
    'injected',
  ],
  [
    'a Service of Knative without names',
    deployment({ containers: [{ image: 'app:1' }] }, 'serving.knative.dev', 'Service'),
    'injected',
  ],
  [
    'a variable that begins with a dollar',
    deployment({ containers: [{ ...APP, env: [{ name: '$patch', value: '$patch' }] }] }),
    'injected',
  ],
  [
    'a part that asks for nothing',
    titled('apps', 'Deployment', { spec: { template: { spec: { containers: [{ name: 'app' }] } } } }),
    'unchanged',
  ],
])('%s is none', (_, object, status) => {
  expect(statuses(inject(object))).toEqual([status]);
});
