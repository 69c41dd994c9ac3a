import { expect, test } from 'vitest';
import { resolveLanguages, parseLanguages } from '../../../src/config/languages.js';
import { AGENTS } from '../../../src/core/agents/agents.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';

test.each<[string, readonly Language[]]>([
  ['none', []],
  ['java', ['java']],
  [' go , apache-httpd,go ', ['go', 'apache-httpd']],
])('%j is read', (text, value) => {
  expect(parseLanguages(text)).toEqual({ ok: true, value });
});

const ALLOWED = `allowed: ${LANGUAGES.join(', ')}, or none alone`;

test.each<[string, readonly string[]]>([
  ['', ['']],
  ['java,cobol,fortran', ['cobol', 'fortran']],
  ['none,java', ['none']],
  ['java,', ['']],
])('%j is refused', (text, names) => {
  const error = names.map((name) => ({ path: '', message: `"${name}" is not a language; ${ALLOWED}` }));
  expect(parseLanguages(text)).toEqual({ ok: false, error });
});

test.each<[object, readonly Language[]]>([
  [{}, ['java', 'nodejs', 'python', 'dotnet', 'apache-httpd', 'sdk']],
  [{ enable: LANGUAGES.filter((language) => !AGENTS[language].isDefault) }, LANGUAGES],
  [{ disable: ['java', 'sdk'] }, ['nodejs', 'python', 'dotnet', 'apache-httpd']],
  [{ enable: ['go'], disable: ['go', 'python'] }, ['java', 'nodejs', 'dotnet', 'apache-httpd', 'sdk']],
])('with %j', (flags, expected) => {
  expect([...resolveLanguages(flags)]).toEqual(expected);
});
