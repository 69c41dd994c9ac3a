import type { Language } from '../../../../src/core/domain.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import type { Finding } from '../../../../src/core/reasons.js';
import { checkContainerValues } from '../../../../src/core/resolve/container-values.js';
import { containerContextWith, type Situation } from '../contexts.js';

/** The codes, or what else is asked for, that a container's variables get for a language; a refusal has a mark. */
export function judged(
  language: Language,
  env: readonly EnvVar[],
  around: Partial<Situation> = {},
  show: (finding: Finding) => string = ({ code }) => code,
): string {
  const context = containerContextWith({ languages: [language], env, platform: {}, ...around });
  const [target] = context.targets;
  if (target === undefined) throw new Error('no target');
  const result = checkContainerValues(target, context);
  if (!result.ok) return `!${show(result.error)}`;
  return result.value.map(show).join(' ');
}

/** What is said of them. */
export const messagesOf = (
  language: Language,
  env: readonly EnvVar[],
  around: Partial<Situation> = {},
): string => judged(language, env, around, ({ message }) => message).replace(/^!/, '');

/** Variables as `NAME=value ; NAME=value`. */
export const read = (text: string): readonly EnvVar[] =>
  text
    .split(' ; ')
    .filter((each) => each !== '')
    .map((each) => {
      const at = each.indexOf('=');
      return { name: each.slice(0, at), value: each.slice(at + 1) };
    });

/** A code in the way that `judged` shows a refusal. */
export const REFUSED = '!user-setting-unsupported';
