import { describe, expect, test } from 'vitest';
import { WITHOUT_EFFECT } from '../../scripts/docs/platform-notes.js';
import { decided } from './scene.js';

/** For each field that is said to change no pod, a platform with it. */
const WITH: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'addons.enable_victoria_metrics_k8s_stack': { addons: { enable_victoria_metrics_k8s_stack: true } },
  'addons.enable_kube_prometheus_stack': { addons: { enable_kube_prometheus_stack: true } },
  'addons.enable_loki': { addons: { enable_loki: true } },
  'addons.enable_victoria_logs': { addons: { enable_victoria_logs: true } },
  'addons.enable_pyroscope': { addons: { enable_pyroscope: true } },
  'backends.<backend>.queryEndpoint': { backends: { tempo: { queryEndpoint: 'http://query:3200' } } },
};

/** The pod under a platform with a Collector and Tempo. */
function podUnder(spec: Readonly<Record<string, unknown>>): unknown {
  const addons = { enable_tempo: true, ...(spec['addons'] as object | undefined) };
  const platform = { route: 'collector', ...spec, addons };
  return decided({ annotations: { 'inject-java': 'true' }, instrumentations: {}, platform }).pod;
}

describe('fields that docs/reference.md says have no effect', () => {
  test('each has a platform here', () => {
    expect(Object.keys(WITH).sort()).toEqual([...WITHOUT_EFFECT].sort());
  });

  test.each(WITHOUT_EFFECT)('%s changes no pod', (path) => {
    expect(podUnder(WITH[path] ?? {})).toEqual(podUnder({}));
  });

  test('another field does change it', () => {
    expect(podUnder({ cluster: { domain: 'example.org' } })).not.toEqual(podUnder({}));
  });
});
