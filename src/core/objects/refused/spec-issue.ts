import type { Path } from '../paths.js';
import { describeForm, hasForm, type TextForm } from '../text-forms.js';

/** A value that may not get into a pod. Paths begin below `spec`. */
export interface SpecIssue {
  readonly at: Path;
  /** What is wrong, what is allowed and the remedy. */
  readonly message: string;
  /** What is left out for it, where that is more than the value itself. */
  readonly omit?: Path;
}

/** One refusal where the condition holds, else none. */
export const reportIf = (
  condition: boolean,
  at: Path,
  message: string,
  omit: Path = at,
): readonly SpecIssue[] => (condition ? [{ at, message, omit }] : []);

/** Refuses text that has not a form; absent text is none. */
export const checkForm = (
  form: TextForm,
  text: string | undefined,
  at: Path,
  omit: Path = at,
): readonly SpecIssue[] => reportIf(text !== undefined && !hasForm(form, text), at, describeForm(form), omit);
