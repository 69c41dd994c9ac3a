import { describe, expect, test } from 'vitest';
import { clusterSecret, read, TRACING_PLATFORM } from './platform-texts.js';

const FORMS =
  'a TracingPlatform, a map addons of enable_* flags in YAML, JSON or HCL, or an Argo CD cluster Secret';

describe('what is refused has one issue with place, what is allowed and the remedy', () => {
  test.each<[string, string, string]>([
    ['nothing', '', `-: holds no choice of a platform; allowed: ${FORMS}; name a file with one`],
    ['a list', '- a\n', `-: holds no choice of a platform; allowed: ${FORMS}; name a file with one`],
    ['other HCL', 'a = 1\n', `-: holds no choice of a platform; allowed: ${FORMS}; name a file with one`],
    [
      'a Secret of others',
      'apiVersion: v1\nkind: Secret\nmetadata: { name: a, labels: { enable_tempo: "true" } }\n',
      '-:3:22: metadata.labels: lacks the label argocd.argoproj.io/secret-type: cluster, by which Argo CD recognises the Secret of a cluster, so it is not read as a platform; add that label and those of the flags, as enable_tempo: "true"',
    ],
    [
      'a cluster Secret without labels',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: hub\n  annotations: { environment: dev }\n',
      '-:3:1: metadata.labels: lacks the label argocd.argoproj.io/secret-type: cluster, by which Argo CD recognises the Secret of a cluster, so it is not read as a platform; add that label and those of the flags, as enable_tempo: "true"',
    ],
    [
      'a cluster Secret without flags',
      clusterSecret('    environment: dev'),
      '-:5:3: metadata.labels: has no flags, so nothing says what is installed in the cluster; allowed: enable_* labels of "true" or "false"; add them, as enable_tempo: "true"',
    ],
    [
      'an environment in HCL',
      'environment = "qa"\naddons = { enable_tempo = true }\n',
      '-:1:1: environment: is "qa"; allowed: dev, stg, prod; use one of them',
    ],
    [
      'an environment in YAML',
      'addons: { enable_tempo: true }\nenvironment: Prod\n',
      '-:2:1: environment: is "Prod"; allowed: dev, stg, prod; use one of them',
    ],
    [
      'an environment in a label',
      clusterSecret('    enable_tempo: "true"\n    environment: qa'),
      '-:8:5: metadata.labels.environment: is "qa"; allowed: dev, stg, prod; use one of them',
    ],
    [
      'an environment in a TracingPlatform',
      `${TRACING_PLATFORM}  cluster: { environment: qa }\n`,
      '-:5:14: spec.cluster.environment: is "qa"; allowed: dev, stg, prod; use one of them',
    ],
    [
      'the name of a cluster as a list',
      'addons: { enable_tempo: true }\nk8s_cluster_name: [a]\n',
      '-:2:1: k8s_cluster_name: is a list; allowed: text; correct it',
    ],
    [
      'no backend, and a primary one',
      `${TRACING_PLATFORM}  addons: {}\n  backend: tempo\n`,
      '-:5:3: spec.addons: enables no tracing backend; allowed: enable_tempo, enable_jaeger, enable_victoria_traces, enable_zipkin; set one of them to true',
    ],
    [
      'two primaries in a list',
      `${TRACING_PLATFORM}  backend: [tempo, jaeger]\n`,
      '-:5:3: spec.backend: is a list; allowed: tempo, jaeger, victoria-traces, zipkin; use one of them',
    ],
    [
      'two primaries by name',
      `${TRACING_PLATFORM}  backend: tempo\n  backend: jaeger\n`,
      '-:6:3: is not YAML: Map keys must be unique',
    ],
    [
      'two platforms',
      `${TRACING_PLATFORM}  backend: tempo\n---\n${TRACING_PLATFORM}  backend: tempo\n`,
      '-:7:1: is a second choice, beside that at -:1:1; allowed: one; remove one of the two',
    ],
    [
      'two maps of flags in HCL',
      'locals {\n  addons = { enable_tempo = true }\n}\naddons = { enable_jaeger = true }\n',
      '-:2:3: locals.addons: is a second choice, beside that at -:4:1: addons; allowed: one; remove one of the two',
    ],
    [
      'tail without a Collector',
      `${TRACING_PLATFORM}  addons: { enable_tempo: true }\n  sampling: { strategy: tail, percent: 1 }\n`,
      '-:6:15: spec.sampling.strategy: is tail, which the Collector does, but the route is direct; allowed: probabilistic; set spec.route: collector or use probabilistic',
    ],
    [
      'a flag that Terraform evaluates',
      'locals {\n  # from the caller\n  addons = {\n    enable_tempo = try(var.addons.enable_tempo, false)\n  }\n}\n',
      '-:4:5: locals.addons.enable_tempo: is try(var.addons.enable_tempo, false), which only Terraform can evaluate; allowed: true, false; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'flags that Terraform evaluates',
      'locals {\n  addons = merge(\n    local.a, { enable_tempo = true })\n}\n',
      '-:2:3: locals.addons: is merge( local.a, { enable_tempo = true }), which only Terraform can evaluate; allowed: a map of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'flags that are long, or hold text',
      `addons = merge({ token = "hidden" })\n`,
      '-:1:1: addons: is merge({ token = …, which only Terraform can evaluate; allowed: a map of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'flags that hold a heredoc',
      'addons = merge(var.addons, {\n  token = <<EOT\nhidden\nEOT\n})\n',
      '-:1:1: addons: is merge(var.addons, { token = …, which only Terraform can evaluate; allowed: a map of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'a flag that is text with an expression in it',
      'addons = {\n  enable_tempo = "hidden${var.a}"\n}\n',
      '-:2:3: addons.enable_tempo: is text with an expression in it, which only Terraform can evaluate; allowed: true, false; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'a flag that is text between expressions',
      'addons = {\n  enable_tempo = "${{ a = var.a }}hidden${var.b}"\n}\n',
      '-:2:3: addons.enable_tempo: is { a = var.a }…, which only Terraform can evaluate; allowed: true, false; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'flags that are not there',
      'module "a" {\n  source = "./a"\n  addons = var.addons\n}\n',
      '-:3:3: module.a.addons: is var.addons, which only Terraform can evaluate; allowed: a map of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'a flag whose name Terraform evaluates',
      'addons = {\n  (local.flag) = true\n}\n',
      '-:2:3: addons: is (local.flag), which only Terraform can evaluate; allowed: names of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'a flag whose name is called for, after another',
      'locals {\n  addons = {\n    other = (1)\n    (lower("${var.a}hidden")) = true\n  }\n}\n',
      '-:4:5: locals.addons: is (lower(…, which only Terraform can evaluate; allowed: names of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'a flag whose name has an expression in it',
      'addons = {\n  enable_tempo = true\n  "hidden_${var.a}" = true\n}\n',
      '-:3:3: addons: is text with an expression in it, which only Terraform can evaluate; allowed: names of flags; write it out, or name the file that does, such as terraform.tfvars',
    ],
    [
      'flags as a list',
      'addons = ["enable_tempo"]\n',
      '-:1:1: addons: is a list; allowed: a map of fields; correct it',
    ],
    [
      'a flag as another text',
      'addons = {\n  enable_tempo = "yes"\n}\n',
      '-:2:3: addons.enable_tempo: is text; allowed: true or false; write true or false without quotes',
    ],
    [
      'a label that is no flag',
      clusterSecret('    enable_tempo: "yes"'),
      '-:7:5: metadata.labels.enable_tempo: is neither of the two; allowed: "true", "false"; correct the label',
    ],
    [
      'HCL that is none',
      'addons = {\n  enable_tempo =\n}\n',
      '-:2:17: is not HCL: Invalid expression; Expected the start of an expression, but found an invalid expression token.',
    ],
    [
      'HCL that says a thing twice',
      'addons = {}\naddons = { enable_tempo = true }\n',
      '-:2:1: is not HCL: Attribute redefined; The argument "addons" was already set at -:1,1-7. Each argument may be set only once.',
    ],
    [
      'YAML that is none',
      'addons: {\n',
      '-:2:1: is not YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    [
      'addons that are no map',
      'addons: tempo\n',
      '-:1:1: addons: is text; allowed: a map of fields; write it without quotes',
    ],
  ])('%s', async (_, text, issue) => {
    expect(await read(text)).toEqual({ issues: [issue] });
  });

  test('an object of another version is named beside', async () => {
    expect((await read('apiVersion: tracing.dokaseca.io/v2\nkind: TracingPlatform\n')).issues).toEqual([
      '-:1:1: apiVersion: is "tracing.dokaseca.io/v2", so this TracingPlatform is skipped; allowed: tracing.dokaseca.io/v1alpha1; correct it if it is meant for tracing',
      `-: holds no choice of a platform; allowed: ${FORMS}; name a file with one`,
    ]);
  });

  test('and nothing of what a Secret or another variable holds is in it', async () => {
    const texts = [
      clusterSecret('    enable_tempo: "yes"'),
      'password = "hidden"\naddons = {\n  enable_tempo = "hidden"\n  enable_x = "hidden"\n}\n',
      'enable_tempo: hidden\npassword: hidden\n',
    ];
    for (const text of texts) {
      const answer = await read(text);
      expect(answer.issues).toHaveLength(1);
      expect(JSON.stringify(answer)).not.toContain('hidden');
    }
  });
});
