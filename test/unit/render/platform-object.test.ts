import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatPart, joinParts, renderPart } from '../../../src/render/parts.js';
import { resolveRenderSettings, type RenderSettings } from '../../../src/render/settings.js';
import { readChoice } from '../../support/read-choice.js';

const readSettings = async (text: string, file: string): Promise<RenderSettings> =>
  resolveRenderSettings(await readChoice(text, file), { replicas: 2 });

const OBJECT = `apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec:
  addons: { enable_tempo: true, enable_argocd: true }
  backends: { tempo: { tenant: { fixed: team-a } } }
  sampling: { strategy: probabilistic, ratio: 0.5 }
`;

test.each<[string, string, string, object]>([
  [
    'HCL',
    'x.tfvars',
    'region = "eu"\naddons = {\n  enable_tempo = true\n  enable_argocd = true\n  enable_zipkin = false\n}\n',
    { addons: { enable_tempo: true, enable_zipkin: false } },
  ],
  ['flags in YAML', 'x.yaml', 'addons:\n  enable_jaeger: true\n', { addons: { enable_jaeger: true } }],
  ['flags in JSON, as text', 'x.json', '{"enable_zipkin": "true"}', { addons: { enable_zipkin: true } }],
  [
    'a cluster Secret',
    'x.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: hub\n  labels:\n    argocd.argoproj.io/secret-type: cluster\n    enable_victoria_traces: "true"\n    environment: dev\n',
    { addons: { enable_victoria_traces: true }, cluster: { environment: 'dev' } },
  ],
  [
    'a TracingPlatform',
    'x.yaml',
    OBJECT,
    {
      addons: { enable_tempo: true },
      backends: { tempo: { tenant: { fixed: 'team-a' } } },
      sampling: { strategy: 'probabilistic', ratio: 0.5 },
    },
  ],
  ['a TracingPlatform without a word', 'x.yaml', OBJECT.replace(/spec:[^]*/, 'spec: {}\n'), {}],
])('%s is the object that the webhook reads, and means the same there', async (_, file, text, spec) => {
  const settings = await readSettings(text, file);
  const rendered = formatPart(renderPart('platform', settings));
  expect(parse(rendered)).toEqual({
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    metadata: { name: 'default' },
    spec,
  });
  const again = await readSettings(rendered, 'platform.yaml');
  expect(again.platform).toEqual(settings.platform);
});

test('beside the other parts it is commented out, since a cluster need not know its kind', async () => {
  const settings = await readSettings('enable_tempo: true', 'x.yaml');
  const text = joinParts([renderPart('platform', settings), renderPart('datasources', settings)]);
  expect(text).toContain('# kind: TracingPlatform');
  expect(text).not.toMatch(/^kind: TracingPlatform/m);
});
