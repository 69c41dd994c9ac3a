import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { admitInShop, podWith } from '../contexts.js';

interface Scene {
  readonly language: Language;
  /** Of the platform. */
  readonly said?: string;
  /** Of the namespace; the namespace is not known where it is null. */
  readonly label?: string | null;
  readonly initContainerSecurityContext?: object;
}

/** Code and sentence of the finding that names Pod Security or a user; undefined where the language goes in. */
function refusalOf({ language, said, label, ...spec }: Scene): string | undefined {
  const pod = podWith(undefined, {
    annotations: {
      [`instrumentation.opentelemetry.io/inject-${language}`]: 'true',
      'instrumentation.opentelemetry.io/otel-go-auto-target-exe': '/app/run',
    },
  });
  const labels = typeof label === 'string' ? { 'pod-security.kubernetes.io/enforce': label } : {};
  const outcome = admitInShop(pod, {
    namespace: { labels },
    asked: spec,
    platform: said === undefined ? {} : { cluster: { podSecurity: said } },
    ...(label === null ? { snapshot: { namespaces: new Map() } } : {}),
  });
  const found = outcome.findings.find(({ code }) => code === 'pod-security' || code === 'uid-unknown');
  expect(outcome.injections).toHaveLength(found === undefined ? 1 : 0);
  return found && `${found.code}: ${found.message}`;
}

const PRIVILEGED = { privileged: true, runAsUser: 0 };

describe('a namespace without a label enforces what the platform says of the cluster', () => {
  test.each<[string, Scene, string | undefined]>([
    ['nothing, for Go', { language: 'go' }, undefined],
    ['privileged, for Go', { language: 'go', said: 'privileged' }, undefined],
    [
      'baseline, for Go',
      { language: 'go', said: 'baseline' },
      'pod-security: go: namespace shop enforces baseline by cluster.podSecurity of the TracingPlatform, and its agent is privileged.',
    ],
    ['restricted, for Go', { language: 'go', said: 'restricted' }, 'enforces restricted by cluster'],
    ['restricted, for Java', { language: 'java', said: 'restricted' }, undefined],
    [
      'restricted, for a web server of an unknown user',
      { language: 'nginx', said: 'restricted' },
      'uid-unknown',
    ],
    ['baseline, for such a web server', { language: 'nginx', said: 'baseline' }, undefined],
    [
      'baseline, for a context that an Instrumentation writes',
      { language: 'java', said: 'baseline', initContainerSecurityContext: PRIVILEGED },
      'enforces baseline by cluster.podSecurity of the TracingPlatform, which initContainerSecurityContext',
    ],
    [
      'nothing, for such a context',
      { language: 'java', initContainerSecurityContext: PRIVILEGED },
      undefined,
    ],
  ])('%s', (_, scene, expected) => {
    const refusal = refusalOf(scene);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(expected);
  });
});

describe('what the namespace says holds before that', () => {
  test.each<[string, Scene, string | undefined]>([
    ['privileged under restricted', { language: 'go', said: 'restricted', label: 'privileged' }, undefined],
    [
      'baseline under privileged',
      { language: 'go', said: 'privileged', label: 'baseline' },
      'enforces baseline,',
    ],
    [
      'no level under privileged',
      { language: 'go', said: 'privileged', label: 'odd' },
      'enforces restricted,',
    ],
    [
      'a namespace that is not known',
      { language: 'go', said: 'privileged', label: null },
      'enforces restricted,',
    ],
  ])('%s', (_, scene, expected) => {
    const refusal = refusalOf(scene);
    if (expected === undefined) expect(refusal).toBeUndefined();
    else expect(refusal).toContain(expected);
  });
});
