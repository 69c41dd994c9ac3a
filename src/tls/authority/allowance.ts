/** How often something may be done: so many times at once, and then once in a while. */
export interface Allowance {
  readonly left: number;
  /** Up to when the allowance was filled, on a clock that never jumps, in milliseconds. */
  readonly filledAt: number;
}

export interface AllowanceRule {
  readonly most: number;
  readonly everyMs: number;
}

/** A full allowance. */
export const buildFullAllowance = ({ most }: AllowanceRule, elapsedMs: number): Allowance => ({
  left: most,
  filledAt: elapsedMs,
});

/** The allowance as it is after the time that has passed. */
export function refillAllowance(
  { left, filledAt }: Allowance,
  rule: AllowanceRule,
  elapsedMs: number,
): Allowance {
  const grown = Math.floor((elapsedMs - filledAt) / rule.everyMs);
  return left + grown >= rule.most
    ? buildFullAllowance(rule, elapsedMs)
    : { left: left + grown, filledAt: filledAt + grown * rule.everyMs };
}

/** The allowance after one use. */
export const spendAllowance = ({ left, filledAt }: Allowance): Allowance => ({ left: left - 1, filledAt });
