import type { Target } from '../decide/target.js';
import type { Language, Setting } from '../domain.js';
import type { EnvEdit, PodEdit } from '../edits.js';
import type { NamedSetting } from '../outcome.js';
import type { Finding, ReasonCode } from '../reasons.js';
import { buildFinding } from '../reasons.js';
import type { LanguageSection } from '../objects/instrumentation.js';
import type { ContainerContext } from '../resolve/container-context.js';
import { findLanguageSection } from '../resolve/instrumentation-values.js';
import type { Resolution } from '../resolve/resolve.js';
import { resolveAgentImage } from './agent-image.js';
import type { InstrumentedContainer } from './shared-memory.js';

/** One language on its way into one container: all that a recipe needs, already decided. */
export interface Delivery extends ContainerContext {
  /** The only one of `targets`. */
  readonly target: Target;
  readonly resolution: Resolution;
  /** What the Instrumentation says of this language. */
  readonly section: LanguageSection;
  readonly image: Setting<string>;
  /** Web servers whose module was brought into this pod before. */
  readonly webServers: readonly Language[];
  /** Languages that were injected into this container before. */
  readonly beside: readonly Language[];
  /** Other containers of the pod, with the languages that were injected into them before. */
  readonly around: readonly InstrumentedContainer[];
}

/** Sends one language of a container on its way. */
export const buildDelivery = (
  target: Target,
  context: ContainerContext,
  resolution: Resolution,
  { webServers, beside, around }: Pick<Delivery, 'webServers' | 'beside' | 'around'>,
): Delivery => ({
  target,
  resolution,
  section: findLanguageSection(target) ?? {},
  image: resolveAgentImage(target, context.platform),
  webServers,
  beside,
  around,
  // After what is added, as in the context of a container.
  ...context,
  targets: [target],
});

/** The edits of a recipe. Variables are in two lists, since those of all languages come between them. */
export interface RecipeEdits {
  /** Between the variables of the language and those of the whole Instrumentation. */
  readonly early?: readonly EnvEdit[];
  /** After the Instrumentation's variables. */
  readonly startup?: readonly EnvEdit[];
  readonly pod?: readonly PodEdit[];
  /** Settings of a container that is added whole, so that no edit of a variable tells them. */
  readonly settings?: readonly NamedSetting[];
  /** Remarks beside a delivery that goes on. */
  readonly notices?: readonly Finding[];
}

/** A finding about one delivery; the sentence is completed with its names. */
export function buildDeliveryFinding(
  { target: { language }, ref }: Delivery,
  code: ReasonCode,
  sentence: string,
): Finding {
  return buildFinding(code, `${language}: ${sentence}`, { language, container: ref.name });
}
