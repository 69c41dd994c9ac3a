import type { Language } from '../../../../src/core/domain.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { checkContainerValues } from '../../../../src/core/resolve/container-values.js';
import { containerContextWith, type Situation } from '../contexts.js';

/** What there is to say of the variables that a container sets for a language. */
function judge(
  language: Language,
  env: readonly EnvVar[],
  around: Partial<Situation>,
): ReturnType<typeof checkContainerValues> {
  const context = containerContextWith({ languages: [language], env, platform: {}, ...around });
  const [target] = context.targets;
  if (target === undefined) throw new Error('no target');
  return checkContainerValues(target, context);
}

/** The codes that a container's variables get for a language; a refusal has a mark. */
export function judged(language: Language, env: readonly EnvVar[], around: Partial<Situation> = {}): string {
  const result = judge(language, env, around);
  if (!result.ok) return `!${result.error.code}`;
  return result.value.map(({ code }) => code).join(' ');
}

/** What is said of them. */
export function messagesOf(
  language: Language,
  env: readonly EnvVar[],
  around: Partial<Situation> = {},
): string {
  const result = judge(language, env, around);
  return (result.ok ? result.value : [result.error]).map(({ message }) => message).join(' ');
}

/** Variables of a text such as `A=1 ; B=2`. */
export const read = (text: string): readonly EnvVar[] =>
  text.split(' ; ').map((each) => {
    const at = each.indexOf('=');
    return { name: each.slice(0, at), value: each.slice(at + 1) };
  });

/** A code in the way that `judged` shows a refusal. */
export const REFUSED = '!user-setting-unsupported';
