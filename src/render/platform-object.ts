import { PLATFORM_NAME, TRACING_FLAGS, type TracingPlatformSpec } from '../core/objects/tracing-platform.js';
import type { CommentedDocument } from './yaml-text.js';

/** The TracingPlatform that a choice means, in whatever form it was read; flags that are not of tracing are left out. */
export function buildTracingPlatform({ addons, ...spec }: TracingPlatformSpec): CommentedDocument {
  const flags = Object.entries(addons ?? {}).filter(([flag]) => TRACING_FLAGS.includes(flag));
  return {
    value: {
      apiVersion: 'tracing.dokaseca.io/v1alpha1',
      kind: 'TracingPlatform',
      metadata: { name: PLATFORM_NAME },
      spec: { ...(addons === undefined ? {} : { addons: Object.fromEntries(flags) }), ...spec },
    },
  };
}
