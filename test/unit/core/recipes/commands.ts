import { getInjectKey, OPERATOR_PREFIX } from '../../../../src/core/annotations.js';
import type { Language } from '../../../../src/core/domain.js';
import type { Container } from '../../../../src/core/kubernetes/pod.js';
import type { Finding } from '../../../../src/core/reasons.js';
import { admitInShop, podWith } from '../contexts.js';

/** What is said of a container that asks for a language; the hints stand for annotations by the ends of their keys. */
export function findingsOf(
  language: Language,
  app: Partial<Container>,
  hints: Readonly<Record<string, string>> = {},
): readonly Finding[] {
  const written = Object.entries({ 'otel-php-api-version': '20230831', ...hints });
  const annotations = {
    [getInjectKey(language)]: 'true',
    ...Object.fromEntries(written.map(([key, value]) => [OPERATOR_PREFIX + key, value])),
  };
  const pod = podWith({ containers: [{ name: 'app', ...app }] }, { annotations });
  const platform = { agents: { ruby: { enabled: true }, php: { enabled: true } } };
  return admitInShop(pod, { asked: {}, platform }).findings;
}
