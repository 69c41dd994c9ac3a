import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';
import type { Issue } from '../../../src/core/result.js';

const shown = (issues: readonly Issue[]): readonly string[] =>
  issues.map(({ path, message }) => `${path}: ${message}`);

/** What is wrong with a platform of this spec, as a person reads it. */
export function issuesWith(spec: object): readonly string[] {
  const result = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  return result.ok ? [] : shown(result.error);
}

/** What is remarked on a platform of this spec, which must be a good one. */
export function noticesWith(spec: object): readonly string[] {
  const result = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!result.ok) throw new Error(shown(result.error).join('\n'));
  return shown(result.value.notices);
}
