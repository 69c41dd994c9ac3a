import type { AgentRuntime } from '../agents/agent.js';
import { AGENTS } from '../agents/agents.js';
import { getHintKey } from '../annotations.js';
import { type ImageReference, parseImageReference } from '../kubernetes/image-reference.js';
import type { Finding } from '../reasons.js';
import { hasDefaultAgent, hasDefaultImage } from '../resolve/default-agent.js';
import { quoteValue } from '../shown-text.js';
import { isOlder } from '../version.js';
import { findHint } from './agent-hints.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** Refuses an agent beside which no program starts in the runtime that a container's image holds by its name. */
export function checkRuntime(delivery: Delivery): Finding | undefined {
  const { container, target } = delivery;
  const { runtime } = AGENTS[target.language];
  const reference = parseImageReference(container.image ?? '');
  if (runtime?.library === undefined || reference === undefined) return undefined;
  if (!isOfLibrary(reference, runtime.library.name) || !hasDefaultAgent(target, delivery)) return undefined;
  const why = describeUnbearable(reference, runtime.library.oldest, runtime);
  if (why === undefined) return undefined;
  const sentence = `the image ${quoteValue(container.image ?? '')} ${why}.`;
  return buildDeliveryFinding(delivery, 'runtime-unsupported', sentence);
}

function describeUnbearable(
  { tag = '', name }: ImageReference,
  oldest: string,
  { musl }: AgentRuntime,
): string | undefined {
  const version = TAGGED_VERSION.exec(tag)?.[0];
  if (version !== undefined && isSurelyOlder(version, oldest))
    return `holds ${name} ${version}, and programs start with the agent from ${oldest} on`;
  return musl === 'never' && isAlpine(tag)
    ? 'is of Alpine Linux, where programs do not start with the agent'
    : undefined;
}

const TAGGED_VERSION = /^\d{1,4}(?:\.\d{1,4})?/;

/** Compares what is written only: the newest of a series may be new enough. */
function isSurelyOlder(version: string, oldest: string): boolean {
  const written = version.split('.').length;
  return isOlder(version, oldest.split('.').slice(0, written).join('.'));
}

/** Registries from which Docker's library comes. https://github.com/distribution/reference */
const LIBRARY_REGISTRIES: readonly (string | undefined)[] = [undefined, 'docker.io', 'index.docker.io'];

/** Tells whether an image is that of Docker's library: others of the name may hold something else. */
const isOfLibrary = ({ registry, path }: ImageReference, name: string): boolean =>
  `/${path}`.endsWith(`/library/${name}`) || (path === name && LIBRARY_REGISTRIES.includes(registry));

const isAlpine = (tag: string | undefined): boolean => tag?.includes('alpine') === true;

/** A notice of an image whose name says that the program hardly loads the agent. */
export function reportDoubtfulImage(delivery: Delivery): readonly Finding[] {
  const { container, target } = delivery;
  const { runtime } = AGENTS[target.language];
  const reference = parseImageReference(container.image ?? '');
  if (runtime === undefined || reference === undefined) return [];
  const why = describeUnreached(reference, runtime) ?? describeMusl(delivery, reference, runtime);
  if (why === undefined) return [];
  const sentence = `the image ${quoteValue(container.image ?? '')} ${why}.`;
  return [buildDeliveryFinding(delivery, 'agent-doubtful', sentence)];
}

const describeUnreached = ({ name }: ImageReference, { unreached }: AgentRuntime): string | undefined =>
  unreached?.images.includes(name) === true ? `never loads the agent: ${unreached.why}` : undefined;

function describeMusl(
  delivery: Delivery,
  { tag }: ImageReference,
  { musl }: AgentRuntime,
): string | undefined {
  if (musl === undefined || !isAlpine(tag) || !hasDefaultImage(delivery.target, delivery)) return undefined;
  const where = 'has a tag for Alpine Linux, and the agent is made for glibc';
  if (musl === 'never') return `${where}, so the program hardly starts`;
  const chosen = findHint(musl.hint, delivery) ?? musl.hint.fallback;
  return chosen === musl.word ? undefined : `${where}; set ${getHintKey(musl.hint)}: ${musl.word}`;
}
