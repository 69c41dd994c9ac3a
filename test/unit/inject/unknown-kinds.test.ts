import { describe, expect, test } from 'vitest';
import { asks, inject, reasons, statuses, TEMPLATE, titled } from './inject-object.js';
import { like } from '../../support/like.js';

describe('a kind that is not looked into', () => {
  const WIDGET = 'Widget.example.com';
  test.each<[string, object, readonly string[]]>([
    ['a template', { spec: { template: TEMPLATE } }, ['spec.template']],
    [
      'a template that asks for nothing',
      { spec: { podTemplate: { spec: TEMPLATE.spec } } },
      ['spec.podTemplate'],
    ],
    [
      'templates in a list',
      { spec: { nodeSets: [{ podTemplate: TEMPLATE }, { podTemplate: TEMPLATE }] } },
      ['spec.nodeSets[*].podTemplate'],
    ],
    [
      'templates of two places',
      { spec: { leader: TEMPLATE, worker: TEMPLATE } },
      ['spec.leader', 'spec.worker'],
    ],
    ['a template beside the spec', { template: TEMPLATE }, ['template']],
    ['a template below a key with dots', { spec: { 'a.b': TEMPLATE } }, ['spec["a.b"]']],
    [
      'whole objects',
      { objects: [{ kind: 'Deployment', spec: { template: TEMPLATE } }] },
      ['objects[*].spec.template'],
    ],
  ])('and holds %s is named with what to do', (_, rest, places) => {
    const { others, after, before } = inject(titled('example.com', 'Widget', rest));
    expect(after).toBe(before);
    expect(others.map(({ status }) => status)).toEqual(['skipped']);
    expect(others[0]?.reasons.map(({ code, kind, remedy }) => ({ code, kind, remedy }))).toEqual(
      places.map((place) => ({
        code: 'template-unknown',
        kind: 'refusal',
        remedy: `Give --template-path ${WIDGET}=${place}, or --template-path ${WIDGET}=none to skip it.`,
      })),
    );
    expect(
      statuses(inject(titled('example.com', 'Widget', rest), `${WIDGET}=${places[0] ?? ''}`)),
    ).not.toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing of the kind', { spec: { replicas: 3 } }],
    ['containers of its own', { spec: { containers: [{ name: 'patch' }] } }],
    ['no containers in a spec', { spec: { template: { spec: { containers: [] } } } }],
    ['numbers of containers', { spec: { template: { spec: { containers: [1, 2] } } } }],
  ])('and holds %s is not named', (_, rest) => {
    expect(inject(titled('example.com', 'Widget', rest))).toMatchObject({
      decisions: [],
      others: [],
      notes: [],
    });
  });

  test.each([
    ['', 'Secret'],
    ['', 'ConfigMap'],
    ['apps', 'ControllerRevision'],
    ['apiextensions.k8s.io', 'CustomResourceDefinition'],
    ['kyverno.io', 'ClusterPolicy'],
    ['kyverno.io', 'Policy'],
  ])('is never one of %j that is a %s', (group, kind) => {
    const object = { ...asks(), spec: { template: TEMPLATE } };
    expect(inject(titled(group, kind, object))).toMatchObject({ others: [], notes: [] });
  });

  test('and is said to have a template where it has the spec of a pod alone', () => {
    const object = titled('example.com', 'Widget', { spec: { podSpec: TEMPLATE.spec } });
    const path = 'Widget=spec';
    expect(reasons(inject(object, path))).toEqual([
      `template-unknown: There is no pod template where --template-path ${path} says.`,
    ]);
    expect(statuses(inject(titled('example.com', 'Widget', { spec: TEMPLATE }), path))).toEqual(['injected']);
  });

  test('may be called as one that has no pods', () => {
    expect(reasons(inject(titled('example.com', 'Secret', { spec: { template: TEMPLATE } })))).toEqual([
      like.stringMatching(/^template-unknown: /),
    ]);
  });

  test.each([
    [5, 5, /pool4 looks like/],
    [6, 6, /: 1 more place looks like a pod template\.$/],
    [60, 6, /: 55 more places look like a pod template\.$/],
  ])('and holds %d templates is named %d times', (count, times, last) => {
    const spec = Object.fromEntries(Array.from({ length: count }, (_, index) => [`pool${index}`, TEMPLATE]));
    const told = reasons(inject(titled('example.com', 'Widget', { spec })));
    expect(told).toHaveLength(times);
    expect(told.at(-1)).toMatch(last);
  });

  const key = 'instrumentation.opentelemetry.io/inject-java';
  test.each<[string, readonly [string, string], object, string]>([
    [
      'a Service',
      ['', 'Service'],
      { metadata: { name: 'web', ...asks() } },
      `${key} in metadata.annotations`,
    ],
    ['a Revision', ['serving.knative.dev', 'Revision'], asks(), `${key} in annotations`],
    ['a Task', ['tekton.dev', 'Task'], { spec: { steps: [], ...asks() } }, `${key} in spec.annotations`],
    [
      'values of a release',
      ['helm.toolkit.fluxcd.io', 'HelmRelease'],
      { spec: { values: { podAnnotations: { [key]: 'true' } } } },
      `${key} in spec.values.podAnnotations`,
    ],
    [
      'a template without containers',
      ['example.com', 'Widget'],
      { spec: { template: { metadata: asks() } } },
      `${key} in spec.template.metadata.annotations`,
    ],
    ['a Rollout without a template', ['argoproj.io', 'Rollout'], asks(), `${key} in annotations`],
    [
      'a Workflow of steps alone',
      ['argoproj.io', 'Workflow'],
      { spec: { templates: [{ name: 'a', steps: [], metadata: asks() }] } },
      `${key} in spec.templates[0].metadata.annotations`,
    ],
  ])('and asks is noted: %s', (_, [group, kind], rest, where) => {
    const { notes, decisions, others, after, before } = inject(titled(group, kind, rest));
    expect({ decisions, others, after }).toEqual({ decisions: [], others: [], after: before });
    expect(notes.map(({ message }) => message)).toEqual([
      `has ${where}, which is read on pods and Namespaces only; if pods get it from here, they are injected when they are created.`,
    ]);
  });

  test.each([
    ['inject-jaav', '; write instrumentation.opentelemetry.io/inject-java if that is meant'],
    ['inject-cobol', ''],
  ])('and asks by %s is noted with the key that was meant', (name, meant) => {
    const annotations = { [`instrumentation.opentelemetry.io/${name}`]: 'true' };
    const { notes } = inject(titled('project.openshift.io', 'Project', { spec: { annotations } }));
    expect(notes.map(({ message }) => message)).toEqual([
      `has instrumentation.opentelemetry.io/${name} in spec.annotations, which nothing reads${meant}.`,
    ]);
  });

  test('and is passed over is not noted', () => {
    const object = titled('example.com', 'Widget', { metadata: { name: 'web', ...asks() } });
    expect(inject(object, 'Widget=none').notes).toEqual([]);
  });
});

describe('a kind that does not exist', () => {
  test.each([
    ['apps/v1', 'deployment', 'in apps/v1; Deployment of API group apps'],
    ['apps/v1', 'DEPLOYMENT', 'in apps/v1; Deployment of API group apps'],
    ['apps/v1', 'Statefulset', 'in apps/v1; StatefulSet of API group apps'],
    ['apps/v1', 'Deployments', 'in apps/v1; Deployment of API group apps'],
    ['extensions/v1beta1', 'Deployment', 'in extensions/v1beta1; Deployment of API group apps'],
    ['v1', 'Deployment', 'in v1; Deployment of API group apps'],
    ['apps/v1', 'Job', 'in apps/v1; Job of API group batch'],
    ['apps/v1', 'Pod', 'in apps/v1; Pod of v1'],
    ['v1', 'pod', 'in v1; Pod of v1'],
    [undefined, 'Deployment', 'without an apiVersion; Deployment of API group apps'],
    ['argoproj.io/v1alpha1', 'rollout', 'in argoproj.io/v1alpha1; Rollout of API group argoproj.io'],
  ])('as %s %s is reported with the one that was meant', (apiVersion, kind, sentence) => {
    const object = { apiVersion, kind, metadata: { name: 'web' }, spec: { template: TEMPLATE } };
    const { others, after, before } = inject(object);
    expect(after).toBe(before);
    expect(others[0]?.reasons).toMatchObject([
      {
        code: 'template-unknown',
        message: `There is no kind ${kind} ${sentence} was most likely meant.`,
        remedy: 'Correct apiVersion and kind.',
      },
    ]);
  });

  test('is looked into where the command line says so', () => {
    const object = {
      ...titled('', 'Deployment', { spec: { template: TEMPLATE } }),
      apiVersion: 'extensions/v1beta1',
    };
    expect(statuses(inject(object, 'Deployment.extensions=spec.template'))).toEqual(['injected']);
  });

  test('may exist in a group of somebody else', () => {
    expect(reasons(inject(titled('example.com', 'Deployment', { spec: { template: TEMPLATE } })))).toEqual([
      like.stringMatching(/^template-unknown: spec\.template looks like a pod template/),
    ]);
  });
});
