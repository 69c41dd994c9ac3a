import { expect } from 'vitest';
import { resolveLanguages } from '../../../src/config/languages.js';
import { isReadKind } from '../../../src/core/object-kinds.js';
import { codesOf, containerOf, decided, instrumentation, NAMESPACE, variableOf } from '../scene.js';
import type { Checks } from './check.js';

const GO = { 'inject-go': 'true', 'otel-go-auto-target-exe': '/app' };

/** Gaps about privileges, and about the objects themselves. */
export const PRIVILEGES: Checks = {
  'all Secrets are read, and any namespace may use any Instrumentation': () => {
    expect(isReadKind('v1', 'Secret')).toBe(false);
    const annotations = { 'inject-sdk': 'other/main' };
    const objects = new Map([['main', instrumentation('main', {}, 'other')]]);
    const snapshot = { instrumentations: new Map([['other', objects]]) };
    const codesUnder = (instrumentationNamespaces: readonly string[]): readonly string[] =>
      codesOf(decided({ annotations, snapshot, platform: { injection: { instrumentationNamespaces } } }));
    expect(codesUnder(['shared'])).toEqual(['instrumentation-namespace-forbidden']);
    expect(codesUnder(['shared', 'other'])).toEqual([]);
    expect(codesUnder(['*'])).toEqual([]);
    expect(NAMESPACE).not.toBe('other');
  },

  'Go gives root on the node to whoever may annotate a pod': () => {
    for (const level of ['baseline', 'restricted']) {
      const labels = { 'pod-security.kubernetes.io/enforce': level };
      expect(codesOf(decided({ annotations: GO, namespace: { labels } }))).toEqual(['pod-security']);
    }
    expect(codesOf(decided({ annotations: GO, snapshot: { languages: resolveLanguages({}) } }))).toEqual([
      'language-disabled',
    ]);
  },

  'a sampler and the names of fields do not work as written': () => {
    const sampler = { type: 'parentbased_jaeger_remote', argument: 'endpoint=http://jaeger:14250' };
    const java = decided({ annotations: { 'inject-java': 'true' }, instrumentations: { main: { sampler } } });
    expect(variableOf(java, 'OTEL_TRACES_SAMPLER')?.value).toBe('parentbased_jaeger_remote');
    const wanted = { requests: { cpu: '7m' }, limits: { cpu: '8m' } };
    const app = { resources: { requests: { cpu: '1' } } };
    for (const field of ['resources', 'resourceRequirements'])
      for (const language of ['java', 'nodejs']) {
        const outcome = decided({
          annotations: { [`inject-${language}`]: 'true' },
          instrumentations: { main: { [language]: { [field]: wanted } } },
          app,
        });
        expect(containerOf(outcome, `opentelemetry-auto-instrumentation-${language}`).resources).toEqual(
          wanted,
        );
      }
    for (const key of ['nginx-container-names', 'inject-nginx-container-names']) {
      const spec = { containers: [{ name: 'app' }, { name: 'proxy' }] };
      const outcome = decided({ annotations: { 'inject-nginx': 'true', [key]: 'proxy' }, spec });
      expect(outcome.injections.map(({ container }) => container)).toEqual(['proxy']);
    }
  },

  'defaults are written into stored objects and then stay': () => {
    const stored = instrumentation('main', {});
    decided({ annotations: { 'inject-java': 'true' } });
    expect(stored.spec).toEqual({});
    const image = 'registry.example/java:1';
    const outcome = decided({
      annotations: { 'inject-java': 'true' },
      instrumentations: { main: { java: { image } } },
    });
    expect(containerOf(outcome, 'opentelemetry-auto-instrumentation-java').image).toBe(image);
  },
};
