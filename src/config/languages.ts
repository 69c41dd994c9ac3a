import { isMember, LANGUAGES, type Language } from '../core/domain.js';
import { err, ok, type Result } from '../core/result.js';
import { DEFAULT_LANGUAGES } from '../core/agents/agents.js';

const ALLOWED = `allowed: ${LANGUAGES.join(', ')}, or none alone`;

/**
 * Reads a comma-separated list of languages, as `--enable-languages` takes it; `none` is the empty list. Refuses a
 * name that is no language and `none` beside others.
 */
export function parseLanguages(text: string): Result<readonly Language[]> {
  const names = text.split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === 'none') return ok([]);
  const unknown = names.filter((name) => !isMember(LANGUAGES, name));
  if (unknown.length === 0) return ok([...new Set(names.filter((name) => isMember(LANGUAGES, name)))]);
  return err(unknown.map((name) => ({ path: '', message: `"${name}" is not a language; ${ALLOWED}` })));
}

/** Languages that are on by flags: the default ones and the enabled ones, without the disabled ones. */
export function resolveLanguages(flags: {
  readonly enable?: readonly Language[];
  readonly disable?: readonly Language[];
}): ReadonlySet<Language> {
  const { enable = [], disable = [] } = flags;
  return new Set(LANGUAGES.filter((name) => isDefaultOrEnabled(name, enable) && !disable.includes(name)));
}

const isDefaultOrEnabled = (name: Language, enable: readonly Language[]): boolean =>
  DEFAULT_LANGUAGES.includes(name) || enable.includes(name);
