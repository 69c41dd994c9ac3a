import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { firstTemplate, IMAGE, valueOf, workflow } from './argo-object.js';
import { asks, inject, reasons, statuses } from './inject-object.js';

const JAVA = 'instrumentation.opentelemetry.io/inject-java';

const SIDECARS = [
  { name: 'log', ...IMAGE },
  { name: 'db', ...IMAGE, mirrorVolumeMounts: true },
];
const TWO = [
  { name: 'a', ...IMAGE },
  { name: 'b', ...IMAGE },
];

test.each<[string, object, readonly string[]]>([
  ['beside a container', { container: IMAGE, sidecars: SIDECARS }, ['db']],
  ['beside a script', { script: { ...IMAGE, source: 'a' }, sidecars: SIDECARS }, ['db']],
  ['beside a set of containers', { containerSet: { containers: TWO }, sidecars: SIDECARS }, ['b', 'db']],
  ['together with the container', { container: IMAGE, sidecars: SIDECARS }, ['main', 'db']],
])('a template with sidecars is injected into the named ones: %s', (_, form, names) => {
  const annotations = {
    [JAVA]: 'true',
    'instrumentation.opentelemetry.io/container-names': names.join(','),
  };
  const injected = inject(workflow([{ name: 'load', metadata: { annotations }, ...form }]));
  expect(statuses(injected)).toEqual(['injected']);
  const { container, script, containerSet, sidecars = [] } = firstTemplate(injected);
  const main = [container, script].flatMap((each) => (each === undefined ? [] : { ...each, name: 'main' }));
  const all = [...main, ...(containerSet?.containers ?? []), ...sidecars];
  const changed = all.filter((each) => valueOf(each, 'JAVA_TOOL_OPTIONS') !== undefined);
  expect(changed.map(({ name }) => name)).toEqual(names);
  expect(inject(parse(injected.after) as object).after).toBe(injected.after);
});

test('a template with a sidecar is injected into its own container where none is named', () => {
  const template = { name: 'load', metadata: asks(), container: IMAGE, sidecars: SIDECARS };
  const { container, sidecars } = firstTemplate(inject(workflow([template])));
  expect(valueOf(container, 'JAVA_TOOL_OPTIONS')).toBeDefined();
  expect(sidecars).toEqual(SIDECARS);
});

test('a template with a sidecar must say which container each of several languages is for', () => {
  const metadata = {
    annotations: {
      [JAVA]: 'true',
      'instrumentation.opentelemetry.io/inject-nodejs': 'true',
    },
  };
  const template = { name: 'load', metadata, container: IMAGE, sidecars: SIDECARS };
  expect(reasons(inject(workflow([template])))).toEqual([
    expect.stringMatching(/^ambiguous-containers: java: .* main, log, db is meant\.$/),
    expect.stringMatching(/^ambiguous-containers: nodejs: /),
  ]);
});

test.each<[string, unknown, string]>([
  ['no list', 'log', 'injected'],
  ['no maps', ['log'], 'skipped'],
  ['an empty list', [], 'injected'],
])('a template with sidecars that are %s is %s', (_, sidecars, status) => {
  const template = { name: 'load', metadata: asks(), container: IMAGE, sidecars };
  expect(statuses(inject(workflow([template])))).toEqual([status]);
});

const says = (value: string): object => ({ annotations: { [JAVA]: value } });

test.each<[string, { pods?: object; defaults: object; template?: object }, string]>([
  ['the defaults win over all pods', { pods: says('false'), defaults: says('true') }, 'injected'],
  [
    'the defaults switch off what all pods ask for',
    { pods: says('true'), defaults: says('false') },
    'unchanged',
  ],
  [
    'the template wins over both',
    { pods: says('true'), defaults: says('true'), template: says('false') },
    'unchanged',
  ],
  ['the template wins over the defaults', { defaults: says('false'), template: says('true') }, 'injected'],
])(
  'a template gets the metadata that the controller merges: %s',
  (_, { pods, defaults, template }, status) => {
    const own = { name: 'load', container: IMAGE, metadata: template };
    const rest = { podMetadata: pods, templateDefaults: { metadata: defaults } };
    expect(statuses(inject(workflow([own], rest)))).toEqual([status]);
  },
);

test.each<[string, object, object]>([
  ['an empty selector', { nodeSelector: {} }, {}],
  ['an empty selector, and so have the defaults', { nodeSelector: {} }, { nodeSelector: {} }],
  ['no selector, and the defaults an empty one', {}, { nodeSelector: {} }],
])('a template runs as its workflow says where it has %s', (_, own, templateDefaults) => {
  const nodeSelector = { 'kubernetes.io/os': 'windows' };
  const template = { name: 'load', metadata: asks(), container: IMAGE, ...own };
  expect(reasons(inject(workflow([template], { nodeSelector, templateDefaults })))).toEqual([
    expect.stringMatching(/^windows-unsupported: /),
  ]);
});

test.each<[string, object, readonly unknown[]]>([
  ['a parameter', { 'kubernetes.io/arch': '{{inputs.parameters.arch}}' }, ['injected: Injected.']],
  [
    'a parameter of the system',
    { 'kubernetes.io/os': '{{ inputs.parameters.os }}' },
    ['injected: Injected.'],
  ],
  [
    'another architecture, and a parameter',
    { 'kubernetes.io/arch': 'riscv64', zone: '{{inputs.parameters.zone}}' },
    [expect.stringMatching(/^architecture-unsupported: /)],
  ],
])('a template that runs on the nodes that a selector names: %s', (_, nodeSelector, said) => {
  const template = { name: 'load', metadata: asks(), container: IMAGE, nodeSelector };
  expect(reasons(inject(workflow([template])))).toEqual(said);
});
