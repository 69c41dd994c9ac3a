import type { Capabilities } from '../agents/agent.js';
import { AGENTS } from '../agents/agents.js';
import type { Language } from '../domain.js';

/** Languages whose agents read the exporter from variables; these must agree when they share a container. */
export const canReadVariables = (language: Language): boolean =>
  AGENTS[language].capabilities.configuredBy !== 'file';

/** The settings that all of the given languages support; the order of the first is kept. */
export function listSharedCapabilities<T>(
  languages: readonly Language[],
  of: (capabilities: Capabilities) => readonly T[],
): readonly T[] {
  const [first, ...others] = languages.map((language) => of(AGENTS[language].capabilities));
  return (first ?? []).filter((value) => others.every((values) => values.includes(value)));
}
