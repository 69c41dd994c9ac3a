import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { formatPart, joinParts, renderPart } from '../../../src/render/parts.js';
import type { RenderSettings } from '../../../src/render/settings.js';
import { renderSettings } from '../../support/platforms.js';
import { PARTS, type Part } from '../../../src/render/choices.js';

const FLAGS = { enable_tempo: true, enable_opentelemetry_operator: true, enable_kube_prometheus_stack: true };

interface NamedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const readObjects = (text: string): readonly NamedObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as NamedObject | null)
    .filter((object) => object !== null);

/** Namespaces that are named before they are there. */
function listMissing(objects: readonly NamedObject[]): readonly string[] {
  const there = new Set<string>();
  return objects.flatMap(({ kind, metadata: { name, namespace } }) => {
    if (kind === 'Namespace') there.add(name);
    return namespace === undefined || there.has(namespace) ? [] : [namespace];
  });
}

const renderAll = (settings: RenderSettings, parts: readonly Part[] = PARTS): string =>
  joinParts(parts.map((part) => renderPart(part, settings)));

test.each<[string, object]>([
  ['the Operator', {}],
  ['no Operator', { addons: { enable_jaeger: true }, route: 'collector' }],
  ['other names', { collector: { name: 'spans', namespace: 'telemetry' } }],
])('each Namespace is there once, before what is in it: %s', (_, spec) => {
  const settings = renderSettings({ addons: FLAGS, ...spec });
  const objects = readObjects(renderAll(settings));
  expect(listMissing(objects)).toEqual([]);
  const names = objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name] : []));
  expect(names).toEqual([...new Set(names)]);
  expect(names.length).toBeGreaterThan(0);
});

test.each<Part>(['collector', 'monitoring', 'datasources', 'dashboard'])(
  'a file of %s alone begins with its Namespace',
  (part) => {
    const rendered = renderPart(part, renderSettings({ addons: FLAGS }));
    const objects = readObjects(formatPart(rendered));
    expect(listMissing(objects)).toEqual([]);
    expect(objects[0]?.kind).toBe('Namespace');
  },
);

test.each<Part>(['platform', 'instrumentation', 'values', 'access'])('%s is in no Namespace', (part) => {
  expect(formatPart(renderPart(part, renderSettings({ addons: FLAGS })))).not.toContain('kind: Namespace');
});

test('Namespaces are left out on request, so that the output can be deleted', () => {
  const text = renderAll(renderSettings({ addons: FLAGS }, { namespaces: false }));
  expect(text).toContain('kind: OpenTelemetryCollector');
  expect(text).not.toContain('kind: Namespace');
});

test('Argo CD does not remove a Namespace that others use', () => {
  const [namespace] = renderPart('collector', renderSettings({ addons: FLAGS })).namespaces;
  expect(namespace?.value).toMatchObject({
    metadata: { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
  });
});
