import type { AgentHint } from '../../src/core/agents/agent.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { formatCode, formatTable } from './markdown.js';

/** What pods and namespaces may say below `instrumentation.opentelemetry.io/`. */
export const buildAnnotationTable = (): string =>
  formatTable(
    ['annotation `instrumentation.opentelemetry.io/…`', 'value'],
    [
      [formatInjectKeys(), '`"true"`, the name of an Instrumentation, `namespace/name`, or `"false"`'],
      [formatCode('container-names'), 'the containers for all languages, separated by commas'],
      [formatNameKeys(), 'the containers of one language'],
      ...listHints().map((hint) => [formatCode(hint.key), formatHintValue(hint)]),
    ],
  );

/** The hints of all languages; one that several have in common comes once. */
const listHints = (): readonly AgentHint[] => [
  ...new Set(LANGUAGES.flatMap((language) => AGENTS[language].hints)),
];

function formatInjectKeys(): string {
  const [first, ...others] = LANGUAGES;
  return [`inject-${first}`, ...others.map((language) => `-${language}`)].map(formatCode).join(', ');
}

/** The key of the first language, and those that are not built like it. */
function formatNameKeys(): string {
  const format = (language: string): string => `${language}-container-names`;
  const irregular = LANGUAGES.flatMap((language) => {
    const [key = ''] = AGENTS[language].containerNameKeys;
    return key === format(language) ? [] : [formatCode(key)];
  });
  return [`${formatCode(format(LANGUAGES[0]))} and so on`, ...irregular].join('; ');
}

function formatHintValue(hint: AgentHint): string {
  if (!('allowed' in hint)) return hint.meaning;
  const values = hint.allowed.map(
    (value) => `${formatCode(value)}${value === hint.fallback ? ' (the default)' : ''}`,
  );
  const list = [values.slice(0, -1).join(', '), ...values.slice(-1)].join(' or ');
  return hint.fallback === undefined ? `${list}; required` : list;
}
