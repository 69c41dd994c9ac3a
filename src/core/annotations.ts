import type { AgentHint } from './agents/agent.js';
import { AGENTS } from './agents/agents.js';
import { mapLanguages, type Language } from './domain.js';

/** The annotation and label keys by which pods, namespaces and workloads speak with us, and we with them. */

const OPERATOR = 'instrumentation.opentelemetry.io';
const OWN = 'tracing.dokaseca.io';

/** `inject-<language>`: asks for a language; values by section "Value of an inject key" of docs/compatibility.md. */
export const getInjectKey = (language: Language): string => INJECT_KEYS[language];

const INJECT_KEYS = mapLanguages((language) => `${OPERATOR}/inject-${language}`);

/** Container names for every requested language. */
export const CONTAINER_NAMES = `${OPERATOR}/container-names`;

/** Container names for one language; the first key is the Operator's, which is irregular for nginx. */
export const CONTAINER_NAMES_OF = mapLanguages((language) =>
  AGENTS[language].containerNameKeys.map((end) => `${OPERATOR}/${end}`),
);

/** The annotation that holds a hint. */
export const getHintKey = ({ key }: AgentHint): string => `${OPERATOR}/${key}`;

/** Hints with which the agent of a language starts. */
export const buildSampleHints = (language: Language): Readonly<Record<string, string>> =>
  Object.fromEntries(
    AGENTS[language].hints.map((hint) => [
      getHintKey(hint),
      'allowed' in hint ? hint.allowed[0] : hint.example,
    ]),
  );

/** The prefix of the Operator's annotations of pods and namespaces. */
export const OPERATOR_PREFIX = `${OPERATOR}/`;
/** Every key below `OPERATOR_PREFIX` that is read. */
export const OPERATOR_KEYS: readonly string[] = [
  ...new Set([
    ...Object.values(INJECT_KEYS),
    CONTAINER_NAMES,
    ...Object.values(CONTAINER_NAMES_OF).flat(),
    ...Object.values(AGENTS).flatMap(({ hints }) => hints.map(getHintKey)),
  ]),
];

/** `resource.opentelemetry.io/<attribute>`: one resource attribute. */
export const RESOURCE_PREFIX = 'resource.opentelemetry.io/';

/** Picks another enabled backend for a pod or a namespace. */
export const BACKEND = `${OWN}/backend`;
/** Switches the check of memory limits on or off for a pod or a namespace. */
export const MEMORY_CHECK = `${OWN}/memory-check`;
/** Label that ends injection (`disabled`) or, with the opt-in overlay, admits a namespace (`enabled`). */
export const INJECT_LABEL = `${OWN}/inject`;

/** Written on every pod that asked; output only. */
export const STATUS = `${OWN}/status`;
export const REASON = `${OWN}/reason`;
export const MESSAGE = `${OWN}/message`;
export const CONFIG_HASH = `${OWN}/config-hash`;

/** Resource attribute by which the Collector's per-backend pipelines filter; attribute keys hold no slash. */
export const BACKEND_ATTRIBUTE = 'tracing.dokaseca.io.backend';

export const SAFE_TO_EVICT_VOLUMES = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
export const MIRROR_POD = 'kubernetes.io/config.mirror';
export const CONFIG_SOURCE = 'kubernetes.io/config.source';
export const POD_SECURITY_ENFORCE = 'pod-security.kubernetes.io/enforce';
export const POD_TEMPLATE_HASH = 'pod-template-hash';
