import { z } from 'zod';
import { quoteValue } from '../shown-text.js';
import { describeForm, hasForm, type TextForm } from './text-forms.js';

/**
 * Rules for what an Instrumentation carries into a pod. A rule is a refinement: the CustomResourceDefinition does not
 * have it, and a value that breaks it is left out of the object. No rule keeps another one from being asked.
 */

/** Text of a form. */
export const textOf = (form: TextForm): z.ZodString =>
  z.string().refine((text) => hasForm(form, text), { error: describeForm(form) });

/** The same, where an empty text counts as absent. */
export const textOrEmpty = (form: TextForm): z.ZodString =>
  z.string().refine((text) => text === '' || hasForm(form, text), { error: describeForm(form) });

/** One of a few texts. An empty one counts as absent where it is named. */
export const oneOf = (texts: readonly string[], remedy: string): z.ZodString => {
  const allowed = texts.filter((text) => text !== '').join(', ');
  return z
    .string()
    .refine((text) => texts.includes(text), { error: quoting(`; allowed: ${allowed}; ${remedy}`) });
};

/** The error for a refused text or list of texts: the value, and then the rest. */
export const quoting =
  (rest: string): z.core.$ZodErrorMap =>
  ({ input }) =>
    `is ${quoteValue([input].flat().join(', '))}${rest}`;

/** The error for a field that may be absent in the CustomResourceDefinition, but not in a pod. */
export const missing = (
  field: string,
  allowed: string,
): { readonly path: string[]; readonly error: string } => ({
  path: [field],
  error: `is missing; allowed: ${allowed}; add it`,
});

/** A map whose entries are left out one by one, where something is said of them. */
export const mapOf = <Value extends z.ZodType>(
  value: Value,
  describe: (key: string, value: z.output<Value>) => string | undefined,
): z.ZodRecord<z.ZodString, Value> =>
  z.record(z.string(), value).superRefine((map, context) => {
    for (const [key, item] of Object.entries(map)) {
      const message = describe(key, item);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [key], message });
    }
  });

/**
 * A value that is valid only as a whole: it is left out for whatever is wrong inside of it. With `above`, what is so
 * many levels above it goes, too; `falls` tells from the value and the number of issues whether it goes. Rules that are
 * added to the result are outside.
 */
export const whole = <T extends z.ZodType>(
  schema: T,
  above = 0,
  falls: (value: z.output<T>, issues: number) => boolean = () => true,
): T =>
  schema.superRefine((value, { issues }) => {
    if (!falls(value, issues.length)) return;
    for (const issue of issues)
      Object.assign(issue, { params: { levelsInside: (issue.path?.length ?? 0) + above } });
  });

/** How many levels at the end of an issue's path are inside of what is left out for it. */
export function countLevelsInside(issue: z.core.$ZodIssue): number {
  const levels: unknown = issue.code === 'custom' ? issue.params?.['levelsInside'] : undefined;
  return typeof levels === 'number' ? levels : 0;
}

/** A value that is not carried into a pod, so that no rule is asked of it. */
export const withoutRules = <T extends z.ZodType>(schema: T): T =>
  schema.superRefine((_, payload) => {
    payload.issues = payload.issues.filter(({ code }) => code !== 'custom');
  });
