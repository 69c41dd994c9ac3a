import fc from 'fast-check';
import type { AgentHint } from '../../src/core/agents/agent.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { CONTAINER_NAMES_OF, getHintKey } from '../../src/core/annotations.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { chance, oddKey, oddText, USERS, usersText } from './arbitraries-text.js';

/** Annotations of a pod: what asks for injection, hints that are right or wrong, and what has nothing to do with it. */

const OPERATOR = 'instrumentation.opentelemetry.io';
const OWN = 'tracing.dokaseca.io';

/** Values of `inject-<language>`; contexts hold `main`, sometimes `other`, and `shared` in the namespace `lib`. */
const injectValue = fc.oneof(
  { weight: 90, arbitrary: fc.constantFrom('true', 'True', 'main', 'lib/shared') },
  { weight: 1, arbitrary: fc.constantFrom('missing', 'lib/missing', 'elsewhere/shared', '/', '__proto__') },
  { weight: 1, arbitrary: oddText },
);

/** Those that run into most refusals come more often. */
const languages = fc
  .tuple(
    fc.constantFrom(...LANGUAGES, ...LANGUAGES, 'go', 'go', 'go', 'apache-httpd', 'nginx'),
    chance(30, fc.constantFrom(...LANGUAGES)),
    chance(15, fc.constantFrom(...LANGUAGES)),
  )
  .map((list) => [...new Set(list.flatMap((language) => language ?? []))]);

/** What asks for languages: an entry for each. */
const requests: fc.Arbitrary<Record<string, string>> = fc
  .tuple(languages, fc.array(injectValue, { minLength: 3, maxLength: 3 }))
  .map(([list, values]) =>
    Object.fromEntries(
      list.map((language, index) => [`${OPERATOR}/inject-${language}`, values[index] ?? 'true']),
    ),
  );

/** Names of containers, joined by commas: mostly those of the pod. */
function containerNames(names: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 10, arbitrary: fc.subarray([...names], { minLength: 1 }).map((list) => list.join(',')) },
    { weight: 3, arbitrary: fc.constantFrom(...names).map((name) => ` ${name}, ${name},`) },
    { weight: 1, arbitrary: fc.constantFrom('absent', ',', 'Bad_Name', `${names[0] ?? ''},absent`) },
    { weight: 1, arbitrary: oddText },
  );
}

/** Go is named more often, as it takes one container alone. */
const keysOfNames = [...Object.values(CONTAINER_NAMES_OF).flat(), ...CONTAINER_NAMES_OF.go];

const ownNames = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...keysOfNames), containerNames(names), {
    maxKeys: 6,
  });

/** Go watches one process, and this names all containers. */
const severalForGo = (names: readonly string[]): Record<string, string> => ({
  [`${OPERATOR}/inject-go`]: 'true',
  [`${OPERATOR}/go-container-names`]: names.join(','),
});

/** What a hint may say; a third of the values that are not known are names that every object has. */
function hintValue(hint: AgentHint): fc.Arbitrary<string | undefined> {
  if (!('allowed' in hint)) return chance(85, fc.constantFrom(hint.example, hint.example, '/app/$(A)', ''));
  const [wrong, right] = [
    fc.constantFrom('Musl', 'osx', 'constructor', '__proto__', ''),
    fc.constantFrom(...hint.allowed),
  ];
  // A language that starts without one is asked for without one, too.
  return hint.fallback === undefined
    ? chance(90, fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong }))
    : chance(12, fc.oneof({ weight: 4, arbitrary: right }, { weight: 1, arbitrary: wrong }));
}

/** The hints of languages, and what is said of the backend and of memory. */
const hints = {
  ...Object.fromEntries(
    Object.values(AGENTS).flatMap((agent) => agent.hints.map((hint) => [getHintKey(hint), hintValue(hint)])),
  ),
  [`${OWN}/backend`]: chance(
    15,
    fc.constantFrom('tempo', 'jaeger', 'zipkin', 'victoria-traces', 'constructor', ''),
  ),
  [`${OWN}/memory-check`]: chance(12, fc.constantFrom('true', 'False', 'no', '')),
};

const attributes = fc.dictionary(
  fc
    .constantFrom(
      'service.name',
      'service.version',
      'service.namespace',
      'team',
      'k8s.pod.name',
      'a,b=c',
      '',
      '$(A)',
    )
    .map((key) => `resource.opentelemetry.io/${key}`),
  oddText,
  { maxKeys: 3 },
);

/** Annotations that mean nothing here, or that other sides own; keys that were meant to ask; and one that is more than is read. */
const others = {
  [`${OPERATOR}/inject-node`]: chance(1, fc.constantFrom('true', 'true', 'false')),
  'resource.opentelemetry.io/long': chance(1, fc.constant('x'.repeat(9000))),
  'openshift.io/scc': chance(3, fc.constantFrom('anyuid', 'restricted-v2', 'privileged', 'privileged')),
  'kubernetes.io/enforce-mountable-secrets': chance(1, fc.constantFrom('true', 'false')),
  'kubernetes.io/config.mirror': chance(1, fc.constant('x')),
  'kubernetes.io/config.source': chance(3, fc.constantFrom('api', 'api', 'api', 'file')),
  'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': chance(
    10,
    fc.constantFrom('data', 'data, otel-nginx-agent', ''),
  ),
  [`${OWN}/status`]: chance(3, fc.constantFrom('injected', 'partial', 'skipped', USERS)),
  [`${OWN}/config-hash`]: chance(3, fc.constant(USERS)),
};

/** Annotations of a pod that has containers of these names; most ask for a language. */
export const annotations = (names: readonly string[]): fc.Arbitrary<object> =>
  fc
    .tuple(
      chance(88, requests),
      chance(
        6,
        fc.dictionary(
          fc.constantFrom(...LANGUAGES).map((each) => `${OPERATOR}/inject-${each}`),
          fc.constantFrom('false', 'FALSE', ''),
        ),
      ),
      chance(
        35,
        containerNames(names).map((value) => ({ [`${OPERATOR}/container-names`]: value })),
      ),
      chance(15, ownNames(names)),
      chance(names.length > 1 ? 5 : 0, fc.constant(severalForGo(names))),
      fc.record(hints),
      chance(40, attributes),
      fc.record(others),
      chance(15, fc.dictionary(oddKey, usersText, { maxKeys: 3 })),
    )
    .map((parts) => Object.fromEntries(parts.flatMap((part) => Object.entries(part ?? {}))));
