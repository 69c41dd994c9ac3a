import type { Delivery, RecipeEdits } from './delivery.js';
import type { Finding } from '../reasons.js';
import type { Result } from '../result.js';

/**
 * How one language gets into one container: its edits, or the reason why it cannot. A difference between languages is
 * a value or a function here, never a flag that an interpreter looks at.
 */
export type Recipe = (delivery: Delivery) => Result<RecipeEdits, Finding>;
