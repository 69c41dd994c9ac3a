import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { firstTemplate, IMAGE, valueOf, workflow, type ArgoKind } from './argo-object.js';
import { asks, inject, reasons, statuses } from './inject-object.js';

describe('a template', () => {
  test.each<ArgoKind>(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow'])(
    'of a %s with a container is injected',
    (kind) => {
      const injected = inject(workflow([{ name: 'load', metadata: asks(), container: IMAGE }], {}, kind));
      expect(statuses(injected)).toEqual(['injected']);
      const { metadata, container, initContainers, volumes } = firstTemplate(injected);
      expect(valueOf(container, 'OTEL_SERVICE_NAME')).toBe('etl');
      expect(valueOf(container, 'JAVA_TOOL_OPTIONS')).toBe(
        ' -javaagent:/otel-auto-instrumentation-java-main/javaagent.jar',
      );
      expect(container).not.toHaveProperty('name');
      expect(initContainers?.map(({ name }) => name)).toEqual(['opentelemetry-auto-instrumentation-java']);
      expect(volumes?.map(({ name }) => name)).toEqual(['opentelemetry-auto-instrumentation-java']);
      expect(metadata?.annotations?.['tracing.dokaseca.io/status']).toBe('injected');
      expect(inject(parse(injected.after) as object).after).toBe(injected.after);
    },
  );

  test('is recognised by its place', () => {
    const { decisions } = inject(
      workflow([
        { name: 'a', steps: [] },
        { name: 'b', metadata: asks(), container: IMAGE },
      ]),
    );
    expect(decisions.map(({ workload }) => workload.part)).toEqual(['spec.templates[1]']);
  });

  test('with a script is injected, and keeps it', () => {
    const injected = inject(
      workflow([{ name: 'load', metadata: asks('python'), script: { ...IMAGE, source: 'print(1)' } }]),
    );
    const { script } = firstTemplate(injected);
    expect(script?.source).toBe('print(1)');
    expect(valueOf(script, 'PYTHONPATH')).toContain('/otel-auto-instrumentation-python');
  });

  test('with a set of containers is injected into the named one', () => {
    const annotations = {
      'instrumentation.opentelemetry.io/inject-java': 'true',
      'instrumentation.opentelemetry.io/container-names': 'b',
    };
    const containers = [
      { name: 'a', ...IMAGE },
      { name: 'b', ...IMAGE },
    ];
    const { containerSet } = firstTemplate(
      inject(workflow([{ name: 'load', metadata: { annotations }, containerSet: { containers } }])),
    );
    expect(containerSet?.containers.map((each) => valueOf(each, 'JAVA_TOOL_OPTIONS') !== undefined)).toEqual([
      ...[false, true],
    ]);
  });

  test.each([
    ['for all pods', { podMetadata: asks() }],
    ['for all templates', { templateDefaults: { metadata: asks() } }],
  ])('that is asked for %s is injected, and told so itself', (_, rest) => {
    const injected = inject(workflow([{ name: 'load', container: IMAGE }], rest));
    expect(statuses(injected)).toEqual(['injected']);
    expect(firstTemplate(injected).metadata?.annotations).toMatchObject({
      'tracing.dokaseca.io/status': 'injected',
    });
    expect(injected.after).toContain('instrumentation.opentelemetry.io/inject-java: "true"\n');
  });

  test('says itself what is left to evict beside what all pods of the workflow say', () => {
    const key = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
    const podMetadata = {
      annotations: { [key]: 'work', 'instrumentation.opentelemetry.io/inject-java': 'true' },
    };
    const injected = inject(workflow([{ name: 'load', container: IMAGE }], { podMetadata }));
    expect(firstTemplate(injected).metadata?.annotations?.[key]).toBe(
      'work,opentelemetry-auto-instrumentation-java',
    );
  });

  test('has its volumes beside those of the workflow', () => {
    const volumes = [{ name: 'work', emptyDir: {} }];
    const injected = inject(workflow([{ name: 'load', metadata: asks(), container: IMAGE }], { volumes }));
    expect(firstTemplate(injected).volumes?.map(({ name }) => name)).toEqual([
      'opentelemetry-auto-instrumentation-java',
    ]);
  });

  test('inside of a step or a task is injected', () => {
    const inline = { metadata: asks(), container: IMAGE };
    const injected = inject(
      workflow([
        { name: 'a', steps: [[{ name: 's', inline }]] },
        { name: 'b', dag: { tasks: [{ name: 't', inline }] } },
      ]),
    );
    expect(injected.decisions.map(({ workload, status }) => `${workload.part ?? ''} ${status}`)).toEqual([
      'spec.templates[0].steps[0][0].inline injected',
      'spec.templates[1].dag.tasks[0].inline injected',
    ]);
  });

  test('runs as its workflow says', () => {
    const nodeSelector = { 'kubernetes.io/os': 'windows' };
    expect(
      reasons(inject(workflow([{ name: 'load', metadata: asks(), container: IMAGE }], { nodeSelector }))),
    ).toEqual([expect.stringMatching(/^windows-unsupported: /)]);
  });

  test.each([
    ['steps', { steps: [] }],
    ['a graph', { dag: { tasks: [] } }],
    ['a resource', { resource: { action: 'create' } }],
    ['a wait', { suspend: {} }],
    ['a request', { http: { url: 'http://a' } }],
  ])('of %s makes no pod of its own containers', (_, template) => {
    const { decisions, others, after, before } = inject(workflow([{ name: 'a', ...template }]));
    expect({ after, decisions, others }).toEqual({ after: before, decisions: [], others: [] });
  });

  test('cannot hold the clone of a web server, which is reported', () => {
    const template = { name: 'load', metadata: asks('apache-httpd'), container: { image: 'httpd:2.4' } };
    const { decisions, after, before } = inject(workflow([template]));
    expect(after).toBe(before);
    expect(decisions[0]).toMatchObject({
      status: 'skipped',
      reasons: [
        {
          code: 'template-unsupported',
          message:
            'A template of a Workflow has no place for a copy of its container, which injection would add.',
        },
      ],
    });
  });

  test('ends, so that the agent of Go is refused', () => {
    const metadata = {
      annotations: {
        'instrumentation.opentelemetry.io/inject-go': 'true',
        'instrumentation.opentelemetry.io/otel-go-auto-target-exe': '/app',
      },
    };
    expect(reasons(inject(workflow([{ name: 'load', metadata, container: IMAGE }])))).toEqual([
      expect.stringMatching(/^go-in-job: /),
    ]);
  });
});

describe('a Workflow', () => {
  test('with a name that is made up is called by what comes before', () => {
    const object = workflow([{ name: 'load', metadata: asks(), container: IMAGE }]);
    const injected = inject({ ...object, metadata: { generateName: 'etl-', namespace: 'shop' } });
    expect(valueOf(firstTemplate(injected).container, 'OTEL_SERVICE_NAME')).toBe('etl');
  });

  test.each([
    ['WorkflowTemplate', {}],
    ['ClusterWorkflowTemplate', { clusterScope: true }],
  ])('of a %s says where its pods come from', (kind, scope) => {
    const { notes } = inject({
      ...workflow([]),
      spec: { workflowTemplateRef: { name: 'etl', ...scope } },
    });
    expect(notes.map(({ message }) => message)).toEqual([
      `has no pod template; its pods come from ${kind} etl, which spec.workflowTemplateRef names. Annotate and inject that one.`,
    ]);
  });

  test.each<[string, object, string]>([
    [
      'steps that run a template inside',
      { steps: [[{ name: 's', inline: { container: IMAGE } }]] },
      'spec.templates[1].steps[0][0].inline.metadata.annotations',
    ],
    [
      'steps of another object',
      { steps: [[{ name: 's', templateRef: {} }]] },
      'spec.podMetadata.annotations',
    ],
    ['a graph', { dag: { tasks: [{ name: 't', template: 'a' }] } }, 'spec.podMetadata.annotations'],
    ['a resource', { resource: { action: 'create' } }, 'spec.podMetadata.annotations'],
  ])('is told what asks on a template without containers: %s', (_, rest, place) => {
    const asking = { name: 'a', metadata: asks(), container: IMAGE };
    const { decisions } = inject(workflow([asking, { name: 'b', metadata: asks(), ...rest }]));
    expect(decisions[0]).toMatchObject({
      status: 'injected',
      reasons: [{ code: 'injected' }, { code: 'annotation-misplaced', remedy: `Move it to ${place}.` }],
    });
  });

  test.each<[string, object]>([
    ['a list of nothing', { templates: [null, 3, 'x', { container: null }, { container: [] }] }],
    ['steps and tasks of another shape', { templates: [{ steps: { a: 1 } }, { dag: null }, { steps: [1] }] }],
    ['no list', { templates: { a: { container: IMAGE } } }],
  ])('with %s has no templates', (_, spec) => {
    const { decisions, others, notes } = inject({ ...workflow([]), spec });
    expect({ decisions, others, notes }).toEqual({ decisions: [], others: [], notes: [] });
  });

  test('whose own metadata asks is reported with the place where that belongs', () => {
    const object = workflow([{ name: 'load', container: IMAGE }]);
    const { decisions } = inject({ ...object, metadata: { name: 'etl', ...asks() } });
    expect(decisions[0]?.reasons).toMatchObject([
      { code: 'annotation-misplaced', remedy: 'Move it to spec.templates[0].metadata.annotations.' },
    ]);
  });
});
