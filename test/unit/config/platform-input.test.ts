import { describe, expect, test } from 'vitest';
import { clusterSecret, read, TRACING_PLATFORM } from './platform-texts.js';
import { readChoice } from '../../support/read-choice.js';

const TFVARS = `# Cluster
cluster_name = "hub-dev"
vpc = {
  cidr = "10.0.0.0/16" // CIDR
}
policy = <<-EOT
  addons = { enable_zipkin = true }
EOT
tags = ["a", "enable_jaeger = true"]

addons = {
  /* tracing */
  enable_tempo  = true # primary
  enable_argocd = true
}
`;

describe('flags are found in', () => {
  test.each<[string, string, object]>([
    ['a whole terraform.tfvars', TFVARS, { enable_tempo: true, enable_argocd: true }],
    [
      'locals',
      'locals {\n  region = var.region\n  addons = { enable_jaeger = true }\n}\n',
      { enable_jaeger: true },
    ],
    [
      'a module call',
      'module "addons" {\n  source = "./addons"\n  addons = { enable_jaeger = true }\n}\n',
      { enable_jaeger: true },
    ],
    [
      'the default of a variable, which a module is handed',
      'module "m" {\n  source = "./m"\n  addons = var.addons\n}\nvariable "addons" {\n  type = any\n  default = { enable_zipkin = true }\n}\n',
      { enable_zipkin: true },
    ],
    ['a block', 'addons {\n  enable_tempo = true\n}\n', { enable_tempo: true }],
    ['HCL without addons', 'cluster_name = "hub"\nenable_tempo = true\n', { enable_tempo: true }],
    [
      'HCL after comments',
      '\n# a: b\n/* c: d\n*/ // e\n#\naddons = { enable_tempo = true }',
      { enable_tempo: true },
    ],
    ['YAML after many blanks', `${' '.repeat(12e6)}\naddons: { enable_tempo: true }`, { enable_tempo: true }],
    ['HCL with colons', 'addons = { "enable_tempo" : true }', { enable_tempo: true }],
    ['YAML', 'addons:\n  enable_tempo: true\n', { enable_tempo: true }],
    ['YAML without addons', 'region: eu\nenable_tempo: true\n', { enable_tempo: true }],
    ['JSON', '{"addons": {"enable_tempo": true}}', { enable_tempo: true }],
    [
      'JSON with text, as labels are printed',
      '{"enable_tempo": "true", "enable_zipkin": "false"}',
      { enable_tempo: true, enable_zipkin: false },
    ],
    ['YAML with text', 'addons:\n  enable_tempo: "true"\n', { enable_tempo: true }],
    ['HCL with text', 'addons = {\n  enable_tempo = "true"\n}\n', { enable_tempo: true }],
    [
      'the labels of a cluster Secret',
      clusterSecret('    enable_tempo: "true"\n    enable_jaeger: "false"\n    environment: dev'),
      { enable_tempo: true, enable_jaeger: false },
    ],
    [
      'a List of objects',
      'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: Secret, metadata: { name: a } }\n  - apiVersion: tracing.dokaseca.io/v1alpha1\n    kind: TracingPlatform\n    metadata: { name: default }\n    spec: { addons: { enable_zipkin: true } }\n',
      { enable_zipkin: true },
    ],
  ])('%s', async (_, text, addons) => {
    expect(await read(text)).toMatchObject({ addons });
  });

  test('a file whose extension tells the language', async () => {
    const issues = async (file: string): Promise<readonly string[] | undefined> =>
      (await read('addons: { enable_tempo: true }\n', file)).issues;
    expect(await issues('a.yaml')).toBeUndefined();
    expect(await issues('a.tfvars')).toEqual([
      'a.tfvars:1:1: is not HCL: Argument or block definition required; An argument or block definition is required here. To set an argument, use the equals sign "=" to introduce the argument value.',
    ]);
  });
});

describe('what is ignored has a notice', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'other flags in HCL',
      'addons = {\n  enable_tempo = true\n  enable_argocd = var.argocd\n}\n',
      ['-:1:1: addons: has flags that do not concern tracing and are ignored: enable_argocd'],
    ],
    [
      'other flags among labels',
      clusterSecret(
        '    enable_opentelemetry_operator: "true"\n    enable_jaeger: "true"\n    enable_vault: "x"',
      ),
      ['-:5:3: metadata.labels: has flags that do not concern tracing and are ignored: enable_vault'],
    ],
    [
      'fields beside addons',
      'addons: { enable_tempo: true }\nroute: direct\n',
      ['-:2:1: route: is ignored next to addons; write a TracingPlatform to set more than flags'],
    ],
    [
      'flags beside addons in HCL',
      'enable_tempo = true\nenable_vault = true\naddons = {\n  enable_jaeger = true\n}\n',
      ['-:1:1: enable_tempo: is ignored next to addons; write it in addons, or remove it'],
    ],
    [
      'a flag beside addons in HCL that says the same',
      'enable_jaeger = true\naddons {\n  enable_jaeger = true\n}\n',
      [],
    ],
    [
      'settings of a backend that is off',
      `${TRACING_PLATFORM}  backends:\n    jaeger: {}\n`,
      [
        '-:6:5: spec.backends.jaeger: is ignored, as jaeger is not enabled; set spec.addons.enable_jaeger: true or remove it',
      ],
    ],
    [
      'a second name of the cluster that is another, and an annotation that is the same',
      clusterSecret(
        '    enable_tempo: "true"\n    enable_opentelemetry_operator: "true"\n    cluster_name: hub\n    k8s_cluster_name: edge\n  annotations:\n    cluster_name: hub',
      ),
      [
        '-:10:5: metadata.labels.k8s_cluster_name: is ignored, since metadata.labels.cluster_name says something else and takes precedence; correct one of the two, or remove it',
      ],
    ],
    [
      'an environment that Terraform evaluates',
      'locals {\n  environment = var.environment\n  addons = { enable_tempo = true }\n}\n',
      [
        '-:2:3: locals.environment: is var.environment, which only Terraform can evaluate, so it is ignored; write it out, or name the file that does, such as terraform.tfvars',
      ],
    ],
  ])('%s', async (_, text, notices) => {
    expect((await read(text)).notices).toEqual(notices);
  });
});

describe('environment and name of the cluster are read from', () => {
  test.each<[string, string, object | undefined]>([
    [
      'terraform.tfvars',
      'environment = "prod"\ncluster_name = "hub"\naddons = { enable_tempo = true }\n',
      { environment: 'prod', name: 'hub' },
    ],
    ['HCL without addons', 'k8s_cluster_name = "hub"\nenable_tempo = true\n', { name: 'hub' }],
    [
      'a module call',
      'module "m" {\n  source = "./m"\n  environment = "stg"\n  cluster_name = "hub"\n  addons = { enable_tempo = true }\n}\n',
      { environment: 'stg', name: 'hub' },
    ],
    [
      'defaults of variables',
      'variable "environment" {\n  default = "dev"\n}\nvariable "region" {}\nvariable "addons" {\n  default = { enable_tempo = true }\n}\n',
      { environment: 'dev' },
    ],
    ['YAML', 'environment: dev\naddons: { enable_tempo: true }\n', { environment: 'dev' }],
    ['JSON', '{"enable_tempo": true, "cluster_name": "hub"}', { name: 'hub' }],
    [
      'annotations of a cluster Secret, where labels say nothing',
      clusterSecret(
        '    enable_tempo: "true"\n    cluster_name: ""\n  annotations:\n    environment: prod\n    k8s_cluster_name: hub',
      ),
      { environment: 'prod', name: 'hub' },
    ],
    [
      'labels of a cluster Secret, before its annotations',
      clusterSecret('    enable_tempo: "true"\n    environment: dev\n  annotations:\n    environment: prod'),
      { environment: 'dev' },
    ],
    ['nothing', 'addons: { enable_tempo: true }\n', undefined],
  ])('%s', async (_, text, cluster) => {
    expect((await readChoice(text, '-')).spec.cluster).toEqual(cluster);
  });
});
