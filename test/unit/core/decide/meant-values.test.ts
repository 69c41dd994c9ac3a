import { expect, test } from 'vitest';
import { resolveInstrumentation } from '../../../../src/core/decide/chosen-instrumentation.js';
import { instrumentationWith, podContextWith, podWith } from '../contexts.js';

/** What is said of a value of `inject-java`, in a namespace with the Instrumentation `near`. */
function tell(value: string): string | undefined {
  const near = instrumentationWith({}, 'near');
  const instrumentations = new Map([['shop', new Map([['near', near]])]]);
  const context = podContextWith(podWith(), { platform: {}, snapshot: { instrumentations } });
  const found = resolveInstrumentation({ language: 'java', value, origin: 'pod' }, context);
  return found.ok ? undefined : found.error.message;
}

const WORD = 'any word but "true" and "false" is read as a name';

test.each([
  ...['no', 'off', '0', 'Disabled', ' false', 'none'].map((value) => [value, 'false'] as const),
  ...['yes', 'ON', '1', 'true ', '"true"', 'java'].map((value) => [value, 'true'] as const),
])('%j is told to be no %s', (value, meant) => {
  expect(tell(value)).toMatch(`; ${WORD}, so write "${meant}" if that is meant.`);
});

test.each([
  ['nodejs', 'java: there is no Instrumentation nodejs in namespace shop.'],
  ['shop/', 'java: "shop/" names no Instrumentation; allowed: a name, or namespace/name.'],
  [
    '/near',
    'java: "/near" names no Instrumentation; allowed: a name, or namespace/name; there is one elsewhere: write "near".',
  ],
])('%j is a name', (value, said) => {
  expect(tell(value)).toBe(said);
});
