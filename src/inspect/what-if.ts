import { isRecord, type Fields } from '../core/json.js';
import { OBJECT_KINDS, formatApiVersion } from '../core/object-kinds.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import { err, ok, type Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { parseJson } from '../text/parse-json.js';

/** A field of a TracingPlatform's spec, and the value that it would have. */
export interface Supposition {
  readonly path: readonly string[];
  readonly value: unknown;
  /** As it was written. */
  readonly text: string;
}

/** Fields of objects, and nothing that an object has by itself. */
const FIELD = /^[a-z][A-Za-z0-9_-]*$/;

/** Reads `backend=jaeger` or `sampling.ratio=0.5`. Refuses, with a sentence, what names no field or no value. */
export function parseSupposition(text: string): Result<Supposition, string> {
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(equals, 0)).split('.');
  const written = text.slice(equals + 1);
  if (equals < 0 || written === '' || !path.every((field) => FIELD.test(field)))
    return err(
      `"${text}" is not a field with a value; allowed: FIELD=VALUE of a TracingPlatform's spec, as backend=jaeger or sampling.ratio=0.5`,
    );
  return ok({ path, value: parseJson(written) ?? written, text });
}

/** The TracingPlatform of a cluster, with what is supposed put into it; `stored` is undefined where there is none. */
export function supposePlatform(stored: Fields | undefined, suppositions: readonly Supposition[]): Fields {
  const base = stored ?? {
    apiVersion: formatApiVersion(OBJECT_KINDS.TracingPlatform),
    kind: 'TracingPlatform',
    metadata: { name: PLATFORM_NAME },
  };
  return suppositions.reduce((object, { path, value }) => setField(object, ['spec', ...path], value), base);
}

function setField(object: Fields, [head, ...rest]: readonly string[], value: unknown): Fields {
  if (head === undefined) return object;
  const below = object[head];
  return {
    ...object,
    [head]: rest.length === 0 ? value : setField(isRecord(below) ? below : {}, rest, value),
  };
}

/** The snapshot with a platform in force. Refuses what a TracingPlatform may not say, with a sentence for each field. */
export function replacePlatform(snapshot: ClusterSnapshot, platform: Fields): Result<ClusterSnapshot> {
  const read = parseTracingPlatform(platform);
  if (!read.ok) return read;
  return ok({ ...snapshot, platform: { kind: 'ready', platform: read.value.platform } });
}
