import { buildSampleHints, getInjectKey } from '../../src/core/annotations.js';
import { admit } from '../../src/core/admit.js';
import { LANGUAGES, type Language } from '../../src/core/domain.js';
import type { EnvVar, Pod } from '../../src/core/kubernetes/pod.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { ATTRIBUTES } from '../../src/core/resolve/variable-names.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';

/** One pod for each language, as its agent needs it, so that a language that is added is tried without being named. */

const NAMESPACE = 'shop';

function buildSnapshot(spec: object = {}): ClusterSnapshot {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return {
    ...EMPTY_SNAPSHOT,
    languages: new Set(LANGUAGES),
    namespaces: new Map([[NAMESPACE, { annotations: {}, labels: {} }]]),
    platform: { kind: 'ready', platform: read.value.platform },
  };
}

const SNAPSHOT = buildSnapshot();

/** A pod with one container, `app`, after a language has been injected into it under a platform. */
export function injectSample(language: Language, env: readonly EnvVar[] = [], spec?: object): Pod {
  const annotations = { ...buildSampleHints(language), [getInjectKey(language)]: 'true' };
  const pod = { metadata: { annotations }, spec: { containers: [{ name: 'app', env }] } };
  const outcome = admit(
    buildCreationRequest(pod, NAMESPACE),
    spec === undefined ? SNAPSHOT : buildSnapshot(spec),
  );
  if (outcome.kind !== 'decided') throw new Error(`${language} was not asked for`);
  return outcome.pod;
}

const variablesOf = ({ spec }: Pod): readonly EnvVar[] => spec.containers[0]?.env ?? [];

const OWN = '/own';

/** Variables that keep what the user has in them beside what is added, found by trying each that a language adds. */
export const JOINED: readonly string[] = [...new Set(LANGUAGES.flatMap(listJoined))];

function listJoined(language: Language): readonly string[] {
  const added = variablesOf(injectSample(language)).map(({ name }) => name);
  return added.filter((name) => {
    const own = variablesOf(injectSample(language, [{ name, value: OWN }]));
    return own.find((each) => each.name === name)?.value !== OWN;
  });
}

/** Those of them by which a program loads an agent. */
export const OPTIONS: readonly string[] = JOINED.filter((name) => name !== ATTRIBUTES);
