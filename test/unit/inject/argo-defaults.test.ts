import { expect, test } from 'vitest';
import type { WorkloadFinding } from '../../../src/inject/decision.js';
import { asks, inject, reasons, statuses } from './inject-object.js';

interface ArgoParts {
  /** Fields of the workflow. */
  readonly spec?: object;
  readonly template?: object;
  /** How the template describes its containers; one container if not told. */
  readonly form?: object;
  readonly kind?: 'Workflow' | 'CronWorkflow';
}

const IMAGE = { image: 'etl:1' };

function workflow({ spec, template, form = { container: IMAGE }, kind = 'Workflow' }: ArgoParts): object {
  const own = {
    entrypoint: 'load',
    ...spec,
    templates: [{ name: 'load', metadata: asks(), ...form, ...template }],
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind,
    metadata: { name: 'etl', namespace: 'shop' },
    spec: kind === 'CronWorkflow' ? { schedule: '* * * * *', workflowSpec: own } : own,
  };
}

/** The notices that something is merged later. */
const noticesOf = (parts: ArgoParts): readonly WorkloadFinding[] =>
  inject(workflow(parts)).decisions.flatMap((each) =>
    each.reasons.filter(({ code }) => code === 'template-merged'),
  );

/** What is said to be merged later. */
function mergedOf(parts: ArgoParts): string | undefined {
  const [notice, ...others] = noticesOf(parts);
  expect(others).toEqual([]);
  return notice?.message.replace('This was decided without ', '').replace(/, which the controller .*$/, '');
}

const defaults = (templateDefaults: object): object => ({ templateDefaults });
const VARIABLE = { name: 'A', value: 'a' };
const PATCH = '{"containers":[{"name":"main","env":[{"name":"A","value":"{{inputs.parameters.a}}"}]}]}';

test.each<[string, ArgoParts, string]>([
  ['a patch of the workflow', { spec: { podSpecPatch: PATCH } }, 'spec.podSpecPatch'],
  ['a patch of the template', { template: { podSpecPatch: PATCH } }, 'spec.templates[0].podSpecPatch'],
  ['a patch that is no text', { template: { podSpecPatch: { a: 1 } } }, 'spec.templates[0].podSpecPatch'],
  [
    'a patch of all templates',
    { spec: defaults({ podSpecPatch: PATCH }) },
    'spec.templateDefaults.podSpecPatch',
  ],
  [
    'a patch of all templates beside that of the template, which takes its place',
    { spec: defaults({ podSpecPatch: PATCH }), template: { podSpecPatch: 'a: b' } },
    'spec.templates[0].podSpecPatch',
  ],
  [
    'patches of both',
    { spec: { podSpecPatch: PATCH }, template: { podSpecPatch: PATCH } },
    'spec.podSpecPatch, spec.templates[0].podSpecPatch',
  ],
  [
    'a patch of a CronWorkflow',
    { spec: { podSpecPatch: PATCH }, kind: 'CronWorkflow' },
    'spec.workflowSpec.podSpecPatch',
  ],
  [
    'variables',
    { spec: defaults({ container: { env: [VARIABLE] } }) },
    'spec.templateDefaults.container.env',
  ],
  [
    'variables beside those of the template',
    {
      spec: defaults({ container: { env: [VARIABLE] } }),
      form: { container: { ...IMAGE, env: [VARIABLE] } },
    },
    'spec.templateDefaults.container.env',
  ],
  [
    'the image of a container without one',
    { spec: defaults({ container: IMAGE }), form: { container: {} } },
    'spec.templateDefaults.container.image',
  ],
  [
    'what a script gets',
    {
      spec: defaults({
        container: { env: [VARIABLE] },
        script: { resources: { limits: { memory: '1Gi' } } },
      }),
      form: { script: { ...IMAGE, source: 'a' } },
    },
    'spec.templateDefaults.script.resources',
  ],
  [
    'init containers and volumes',
    { spec: defaults({ initContainers: [{ name: 'a', ...IMAGE }], volumes: [{ name: 'a', emptyDir: {} }] }) },
    'spec.templateDefaults.initContainers, spec.templateDefaults.volumes',
  ],
  ['sidecars', { spec: defaults({ sidecars: [{ name: 'a', ...IMAGE }] }) }, 'spec.templateDefaults.sidecars'],
  [
    'a field of the pod that the template has, too',
    {
      spec: defaults({ securityContext: { runAsUser: 1 } }),
      template: { securityContext: { runAsGroup: 1 } },
    },
    'spec.templateDefaults.securityContext',
  ],
])('%s, not known before the pod is made, is told', (_, parts, expected) => {
  expect(mergedOf(parts)).toBe(expected);
});

test.each<[string, ArgoParts]>([
  ['no defaults', {}],
  ['metadata', { spec: defaults({ metadata: asks() }) }],
  ['an empty patch', { spec: { podSpecPatch: '' }, template: { podSpecPatch: '' } }],
  ['what says nothing of the pod', { spec: defaults({ timeout: '1m', retryStrategy: { limit: 2 } }) }],
  [
    'an image and a command that the template replaces',
    {
      spec: defaults({ container: { image: 'a', command: ['a'] } }),
      form: { container: { ...IMAGE, command: ['b'] } },
    },
  ],
  ['empty fields', { spec: defaults({ container: { env: [], resources: {}, image: '' }, volumes: null }) }],
  [
    'a container where the template has a script',
    {
      spec: defaults({ container: { env: [VARIABLE] } }),
      form: { script: { ...IMAGE, source: 'a' } },
    },
  ],
  [
    'a set of containers, which the template replaces',
    {
      spec: defaults({ containerSet: { containers: [{ name: 'a', env: [VARIABLE] }] } }),
      form: { containerSet: { containers: [{ name: 'main', ...IMAGE }] } },
    },
  ],
  [
    'a field of the pod in whose place the template has an empty one',
    { spec: defaults({ nodeSelector: { a: 'b' } }), template: { nodeSelector: {} } },
  ],
  ['a field of the pod, which is regarded', { spec: defaults({ serviceAccountName: 'a' }) }],
  ['defaults that are no map', { spec: { templateDefaults: 'a', podSpecPatch: null } }],
])('%s is no reason for a notice', (_, parts) => {
  expect({ merged: mergedOf(parts), statuses: statuses(inject(workflow(parts))) }).toEqual({
    merged: undefined,
    statuses: ['injected'],
  });
});

test('a notice has the place of the first field, and does not keep from injecting', () => {
  const parts = { spec: { podSpecPatch: PATCH } };
  expect(noticesOf(parts)).toMatchObject([{ kind: 'notice', place: 'app.yaml:8:3' }]);
  expect(statuses(inject(workflow(parts)))).toEqual(['injected']);
});

test('nothing is told of a template that does not ask', () => {
  expect(noticesOf({ spec: { podSpecPatch: PATCH }, template: { metadata: {} } })).toEqual([]);
});

test.each<[string, ArgoParts]>([
  ['of the defaults', { spec: defaults({ nodeSelector: { 'kubernetes.io/os': 'windows' } }) }],
  [
    'of the defaults before that of the workflow',
    {
      spec: {
        ...defaults({ nodeSelector: { 'kubernetes.io/os': 'windows' } }),
        nodeSelector: { 'kubernetes.io/os': 'linux' },
      },
    },
  ],
])('a field of the pod %s is regarded', (_, parts) => {
  expect(reasons(inject(workflow(parts)))).toEqual([expect.stringMatching(/^windows-unsupported: /)]);
});

const askingFor = (container: string): object => ({
  metadata: {
    annotations: {
      'instrumentation.opentelemetry.io/inject-java': 'true',
      'instrumentation.opentelemetry.io/container-names': container,
    },
  },
});

const JVM = { name: 'JAVA_TOOL_OPTIONS', value: '-Xmx1g' };

test.each<[string, ArgoParts]>([
  ['a container', { spec: defaults({ container: { env: [JVM] } }) }],
  [
    'a container with variables',
    { spec: defaults({ container: { env: [JVM] } }), form: { container: { ...IMAGE, env: [VARIABLE] } } },
  ],
  ['a script', { spec: defaults({ script: { env: [JVM] } }), form: { script: { ...IMAGE, source: 'a' } } }],
  [
    'a sidecar of the same name',
    {
      spec: defaults({ sidecars: [{ name: 'db' }, { name: 'log', env: [JVM] }] }),
      template: { ...askingFor('log'), sidecars: [{ name: 'log', ...IMAGE }] },
    },
  ],
])('a variable that the defaults set for %s is not replaced', (_, parts) => {
  const { after, before, decisions } = inject(workflow(parts));
  expect(after).toBe(before);
  expect(decisions[0]).toMatchObject({
    status: 'skipped',
    reasons: [
      {
        code: 'template-unsupported',
        message:
          'A template of a Workflow has no place for JAVA_TOOL_OPTIONS beside that of templateDefaults, which injection would add.',
      },
    ],
  });
});

test.each<[string, object]>([
  ['another sidecar', { sidecars: [{ name: 'db', env: [JVM] }] }],
  ['the container beside the sidecar', { container: { env: [JVM] } }],
])('a variable that the defaults set for %s keeps no sidecar from injecting', (_, templateDefaults) => {
  const template = { ...askingFor('log'), sidecars: [{ name: 'log', ...IMAGE }] };
  expect(statuses(inject(workflow({ spec: defaults(templateDefaults), template })))).toEqual(['injected']);
});

test('a variable that the template sets itself is joined, as that of the defaults is replaced by it anyway', () => {
  const { after, decisions } = inject(
    workflow({
      spec: defaults({ container: { env: [JVM] } }),
      form: { container: { ...IMAGE, env: [{ ...JVM, value: '-Xmx2g' }] } },
    }),
  );
  expect(decisions[0]?.status).toBe('injected');
  expect(after).toContain('-Xmx2g -javaagent:');
});
