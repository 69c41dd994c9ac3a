import { expect, test } from 'vitest';
import { buildPodContext, getPodSecurityLevel } from '../../../../src/core/decide/pod-context.js';
import { EMPTY_SNAPSHOT } from '../../../../src/core/snapshot.js';
import { podWith } from '../contexts.js';

test.each<[string, Readonly<Record<string, string>> | undefined, string]>([
  ['no label', {}, 'privileged'],
  ['privileged', { 'pod-security.kubernetes.io/enforce': 'privileged' }, 'privileged'],
  ['baseline', { 'pod-security.kubernetes.io/enforce': 'baseline' }, 'baseline'],
  ['restricted', { 'pod-security.kubernetes.io/enforce': 'restricted' }, 'restricted'],
  ['what is no level', { 'pod-security.kubernetes.io/enforce': 'Baseline' }, 'restricted'],
  ['nothing', { 'pod-security.kubernetes.io/enforce': '' }, 'restricted'],
  ['a warning alone', { 'pod-security.kubernetes.io/warn': 'restricted' }, 'privileged'],
  ['a namespace that was not seen', undefined, 'restricted'],
])('%s is enforced as it is by the API server', (_, labels, expected) => {
  const namespaces = new Map(labels === undefined ? [] : [['shop', { annotations: {}, labels }]]);
  expect(getPodSecurityLevel(buildPodContext(podWith(), 'shop', { ...EMPTY_SNAPSHOT, namespaces }))).toBe(
    expected,
  );
});
