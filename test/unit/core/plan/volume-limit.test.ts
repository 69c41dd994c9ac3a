import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import type { Language } from '../../../../src/core/domain.js';
import { type Fields, readRecord } from '../../../../src/core/json.js';
import { admitInShop, podWith } from '../contexts.js';

/** The limit of the volume for an agent, and what is said of the one that is asked for. */
function limited(language: Language, section: object): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'app' }] },
    { annotations: { [getInjectKey(language)]: 'true' } },
  );
  const asked = { exporter: { endpoint: 'http://gw:4317' }, ...section };
  const outcome = admitInShop(pod, { asked });
  expect(outcome.status).toBe('injected');
  const volumes: readonly Fields[] = JSON.parse(JSON.stringify(outcome.pod.spec.volumes ?? [])) as Fields[];
  const limits = volumes.flatMap((volume) => readRecord(volume, 'emptyDir')['sizeLimit'] ?? []);
  const told = outcome.findings.filter(({ code }) => code === 'instrumentation-value-ignored');
  return [...limits.map(String), ...told.map(({ message }) => message)];
}

test.each<[Language, object, readonly string[]]>([
  ['java', {}, ['200Mi']],
  ['java', { java: { volumeLimitSize: '300Mi' } }, ['300Mi']],
  ['java', { java: { volumeLimitSize: '32Mi' } }, ['32Mi']],
  ['java', { java: { volumeLimitSize: '0' } }, ['0']],
  [
    'java',
    { java: { volumeLimitSize: '1Mi' } },
    [
      '200Mi',
      'java: volumeLimitSize of the Instrumentation is 1Mi, and the agent takes up to 32Mi; the volume has 200Mi.',
    ],
  ],
  [
    'nodejs',
    { nodejs: { volumeLimitSize: '50M' } },
    [
      '200Mi',
      'nodejs: volumeLimitSize of the Instrumentation is 50M, and the agent takes up to 128Mi; the volume has 200Mi.',
    ],
  ],
  ['python', { nodejs: { volumeLimitSize: '1Mi' } }, ['200Mi']],
])('%s with %j: %j', (language, section, expected) => {
  expect(limited(language, section)).toEqual(expected);
});
