import type { AgentHint, ChoiceHint } from '../agents/agent.js';
import { getHintKey } from '../annotations.js';
import { findAnnotation, type PodContext } from '../decide/pod-context.js';
import { isMember } from '../domain.js';
import type { Finding } from '../reasons.js';
import { err, ok, type Result } from '../result.js';
import { quoteValue } from '../shown-text.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** What the pod or its namespace says by a hint; undefined where neither says anything. */
export const findHint = (hint: AgentHint, context: PodContext): string | undefined =>
  findAnnotation(context, getHintKey(hint))?.value;

/** The choice that holds for a delivery. Files chosen by any other word would be missing from the agent's image. */
export function resolveChoice<Value extends string>(
  delivery: Delivery,
  hint: ChoiceHint<Value>,
): Result<Value, Finding> {
  const value = findHint(hint, delivery) ?? hint.fallback;
  if (isMember(hint.allowed, value)) return ok(value);
  const wrong = value === undefined ? 'missing' : quoteValue(value);
  const sentence = `${getHintKey(hint)} is ${wrong}; allowed: ${hint.allowed.join(', ')}.`;
  return err(buildDeliveryFinding(delivery, 'setting-invalid', sentence));
}
