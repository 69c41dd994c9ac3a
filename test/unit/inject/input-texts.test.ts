import { describe, expect, test } from 'vitest';
import { sortInputTexts } from '../../../src/inject/input-texts.js';

/** What becomes of a text: of a folder unless told otherwise. */
function sorted(text: string, folder: string | undefined = 'chart'): string {
  const { objects, note, unrendered } = sortInputTexts([{ file: 'a.yaml', text }], folder);
  const [issue] = unrendered;
  if (issue !== undefined) return `template ${issue.path}`;
  return objects.length === 1 && note === undefined ? 'objects' : 'passed over';
}

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n';

describe('a file of a folder', () => {
  test.each<[string, string, string]>([
    ['objects', POD, 'objects'],
    ['a list of objects', 'apiVersion: v1\nkind: List\nitems: []\n', 'objects'],
    ['nothing', '', 'objects'],
    ['comments', '# a\n---\n', 'objects'],
    ['values', 'replicas: 3\nimage: {tag: "1"}\n', 'passed over'],
    ['a chart', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n', 'passed over'],
    ['a kustomization without a kind', 'resources: [a.yaml]\n', 'passed over'],
    [
      'a kustomization',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
      'passed over',
    ],
    ['a component', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n', 'passed over'],
    ['a pipeline', 'stages: [build]\nbuild: {script: [make]}\n', 'passed over'],
    ['a list', '- hosts: all\n  tasks: []\n', 'passed over'],
    ['a text', 'just words\n', 'passed over'],
    ['JSON of a package', '{"name": "shop", "version": "1.0.0"}', 'passed over'],
    ['a configuration with comments', '{\n  // of a compiler\n  "strict": true\n}\n', 'passed over'],
    ['tags of others', 'Resources:\n  A: !GetAtt B.C\n', 'passed over'],
    ['a kind that is empty', 'kind: ""\nmetadata: {}\n', 'passed over'],
    ['a kind that is not told', 'kind:\nmetadata: {}\n', 'passed over'],
    ['values that have a kind', 'kind: DaemonSet\nimage: {tag: "1"}\n', 'passed over'],
    ['a patch', '- op: remove\n  path: /spec\n', 'passed over'],
    ['a kind in other letters', 'apiVersion: v1\nKind: Pod\nmetadata: {name: a}\n', 'objects'],
    ['a kind that is a number', 'apiVersion: v1\nkind: 3\n', 'objects'],
    ['a kind without a version', 'kind: Pod\nmetadata: {name: a}\n', 'objects'],
    ['an object that is no YAML', `${POD}spec: [\n`, 'objects'],
    ['objects and something else', `${POD}---\nreplicas: 3\n`, 'objects'],
  ])('with %s', (_, text, expected) => {
    expect(sorted(text)).toBe(expected);
  });

  test.each([
    ['values', 'replicas: 3\n'],
    ['no YAML', 'a: [\n'],
  ])('that is named itself is read as objects, whatever it holds: %s', (_, text) => {
    const { objects, note } = sortInputTexts([{ file: 'a.yaml', text }], undefined);
    expect({ objects: objects.length, note }).toEqual({ objects: 1, note: undefined });
  });
});

describe('a template of a chart', () => {
  test.each<[string, string, string]>([
    ['a value', `${POD}spec: {{ .Values.spec }}\n`, 'a.yaml:4:7'],
    ['a value in quotes', 'kind: Deployment\nspec: {image: "{{ .Values.image }}"}\n', 'a.yaml:2:15'],
    ['a value of several', 'kind: Deployment\nname: {{ .Release.Name }}-web\n', 'a.yaml:2:7'],
    ['a condition', `{{- if .Values.enabled }}\n${POD}{{- end }}\n`, 'a.yaml:1:1'],
    [
      'a part',
      'kind: Service\nmetadata:\n  labels:\n    {{- include "labels" . | nindent 4 }}\n',
      'a.yaml:4:5',
    ],
    ['a loop', 'kind: List\nitems:\n{{ range .items }}\n- {{ . }}\n{{ end }}\n', 'a.yaml:3:1'],
    ['a comment', `{{/* about it */}}\n${POD}`, 'a.yaml:1:1'],
    ['definitions alone', '{{- define "labels" }}\na: b\n{{- end }}\n', 'a.yaml:1:1'],
  ])('is recognised by %s', (_, text, place) => {
    for (const folder of ['chart', undefined]) expect(sorted(text, folder)).toBe(`template ${place}`);
  });

  test.each([
    [
      'an expression of Argo',
      'apiVersion: v1\nkind: Workflow\nspec: {image: "{{inputs.parameters.image}}"}\n',
    ],
    [
      'an alert',
      'apiVersion: v1\nkind: PrometheusRule\nspec: {summary: Instance {{ $labels.instance }} is down}\n',
    ],
    [
      'an alert in quotes',
      'apiVersion: v1\nkind: PrometheusRule\nspec: {summary: "{{ $labels.instance }} is down"}\n',
    ],
    [
      'a text in a ConfigMap',
      'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    {{ if .Values.x }}\n    {{ end }}\n',
    ],
    ['a format in an argument', 'apiVersion: v1\nkind: Pod\nspec: {args: ["--format={{ .Name }}"]}\n'],
    ['an error beside a text', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    {{ x }}\nb: [\n'],
  ])('is not %s', (_, text) => {
    expect(sorted(text)).toBe('objects');
  });
});

test('one note names all files that are passed over, and how the folder is rendered', () => {
  const files = ['f/Chart.yaml', 'f/kustomization.yaml', 'f/values.yaml'].map((file) => ({
    file,
    text: 'a: 1\n',
  }));
  const { note } = sortInputTexts([...files, { file: 'f/pod.yaml', text: POD }], 'f');
  expect(note).toBe(
    'f: Chart.yaml, kustomization.yaml, values.yaml hold no Kubernetes object and are passed over.' +
      ' It is a Helm chart: helm template NAME f | doka-tracing inject -f -' +
      ' It is a kustomization: kubectl kustomize f | doka-tracing inject -f -',
  );
});
