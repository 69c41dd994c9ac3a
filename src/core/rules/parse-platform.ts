import { readBySchema } from '../objects/reading.js';
import { TRACING_FLAGS, tracingPlatform, type TracingPlatformSpec } from '../objects/tracing-platform.js';
import { BACKENDS } from '../domain.js';
import { ADDON_OF, hasBackendFlag, resolvePlatform } from '../platform/defaults.js';
import type { Platform } from '../platform/platform.js';
import { err, ok, type Issue, type Result } from '../result.js';
import { checkPlatform, listFlagNotices, listPlatformNotices } from './platform-rules.js';

/** What the platform has chosen: as it is written, and with every default applied. */
export interface PlatformReading {
  readonly spec: TracingPlatformSpec;
  readonly platform: Platform;
  readonly notices: readonly Issue[];
}

/**
 * Reads a TracingPlatform from parsed JSON or YAML of any shape, strictly: a field that is not known is refused with
 * the fields that are, except inside `addons`. Refuses also what cannot work together. Applies the defaults.
 */
export function parseTracingPlatform(value: unknown): Result<PlatformReading> {
  const result = readBySchema(tracingPlatform, value);
  if (!result.ok) return err(result.error);
  const spec = result.value.spec ?? {};
  const platform = resolvePlatform(spec);
  const issues = checkPlatform(spec, platform);
  if (issues.length > 0) return err(issues);
  return ok({ spec, platform, notices: listPlatformNotices(spec, platform, TRACING_FLAGS) });
}

/** A choice that has all backends off, as a workspace without tracing has. */
export interface TracingOff {
  readonly isOff: true;
  readonly notices: readonly Issue[];
}

/**
 * As `parseTracingPlatform`, for whoever can do without a backend: a spec whose `addons` enable none, and that names
 * none otherwise, is no mistake.
 */
export function parseOptionalPlatform(value: unknown): Result<PlatformReading | TracingOff> {
  const result = readBySchema(tracingPlatform, value);
  const { addons, backend } = (result.ok ? result.value.spec : undefined) ?? {};
  return addons === undefined || backend !== undefined || hasBackendFlag(addons)
    ? parseTracingPlatform(value)
    : ok({ isOff: true, notices: listFlagNotices(addons, TRACING_FLAGS) });
}

const FLAGS = BACKENDS.map((backend) => ADDON_OF[backend]).join(', ');

/** The notice that all backends are off: what that means for a command, and what to do about it but to set a flag. */
export const describeTracingOff = (meaning: string, remedy: string): Issue => ({
  path: 'spec.addons',
  message: `enables no tracing backend, so ${meaning}; ${remedy}, or set one of ${FLAGS} to true`,
});
