import type { Issue } from '../core/result.js';
import type { Part } from './parts.js';
import type { RenderSettings } from './settings.js';

/** What is rendered and does less than the platform asks for, with the path in the TracingPlatform. */
export function listNotices({ platform }: RenderSettings, parts: readonly Part[]): readonly Issue[] {
  const others = platform.signals.filter((signal) => signal !== 'traces');
  if (others.length === 0 || !parts.includes('collector') || platform.route.value !== 'collector') return [];
  const message = `has ${others.join(' and ')}, which agents send and the rendered Collector answers with 404, as it takes traces alone; add pipelines for them, or leave them out`;
  return [{ path: 'spec.signals', message }];
}
