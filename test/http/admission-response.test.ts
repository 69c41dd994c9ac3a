import { expect, test } from 'vitest';
import { formatAdmissionResponse } from '../../src/http/admission-response.js';
import type { Finding, ReasonCode } from '../../src/core/reasons.js';
import { PARTIAL } from './admission-fixture.js';

const warningsFor = (findings: readonly Finding[]): readonly string[] => {
  const text = formatAdmissionResponse('u', { ...(PARTIAL as object), findings } as typeof PARTIAL);
  return (JSON.parse(text) as { response: { warnings?: string[] } }).response.warnings ?? [];
};
const refusal = (message: string, code: ReasonCode = 'options-optional'): Finding => ({ code, message });

test('a notice gives no warning', () => {
  expect(warningsFor([refusal('Injected.', 'injected')])).toEqual([]);
});

test('equal sentences are reported once, and three at most', () => {
  const findings = ['a', 'a', 'b', 'c', 'd'].map((message) => refusal(message));
  expect(warningsFor(findings)).toEqual(['a', 'b', 'c'].map((each) => `tracing: options-optional: ${each}`));
});

test('a long sentence ends in an ellipsis at 120 characters', () => {
  const [warning = ''] = warningsFor([refusal('x'.repeat(500))]);
  expect(warning).toHaveLength(120);
  expect(warning.endsWith('x…')).toBe(true);
});

test('a cut leaves no half of a character, and line breaks are gone', () => {
  const prefix = 'tracing: options-optional: '.length;
  const [warning = ''] = warningsFor([refusal(`${'x'.repeat(118 - prefix)}😀${'y'.repeat(20)}`)]);
  expect(Buffer.from(warning).toString()).toBe(warning); // half of a character would become U+FFFD
  expect(warningsFor([refusal('one\r\ntwo')])).toEqual(['tracing: options-optional: one\\r\\ntwo']);
});

test('no operations means no patch and no patch type', () => {
  const text = formatAdmissionResponse('u', {
    ...(PARTIAL as object),
    operations: [],
  } as unknown as typeof PARTIAL);
  expect(text).not.toContain('patch');
});
