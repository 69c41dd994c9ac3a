import { Registry } from 'prom-client';
import { describe, expect, test } from 'vitest';
import { createAgentImagesObserver } from '../../../src/auditor/agent-images.js';
import { registerAuditMetrics } from '../../../src/auditor/audit-metrics.js';
import type { FinishedRound } from '../../../src/auditor/auditor.js';
import { MOST_IMAGES_TOLD } from '../../../src/auditor/bounds.js';
import { NO_COUNTS, type AuditCounts, type AwaitedImage } from '../../../src/auditor/counts.js';
import { resolvePlatform } from '../../../src/core/platform/defaults.js';

/** What is told of a round: metrics, and the condition. */

const COUNTS: AuditCounts = {
  ...NO_COUNTS,
  workloads: 2,
  pods: { pods: 5, injected: 2, skipped: 1, missed: 2, outdated: 1, stuck: 1 },
  reasons: new Map([['opted-out', 1]]),
};

const buildRound = (total: Partial<AuditCounts> = {}): FinishedRound => ({
  namespaces: new Map([['shop', COUNTS]]),
  total: { ...COUNTS, ...total },
  leftOut: 3,
  leftOutTold: [],
  endedAt: new Date(1_000_000),
  seconds: 2.5,
});

describe('metrics', () => {
  const expose = async (round: FinishedRound | undefined): Promise<readonly string[]> => {
    const registry = new Registry();
    registerAuditMetrics(registry, () => round);
    const text = await registry.metrics();
    return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  };

  test('of a round', async () => {
    expect(await expose(buildRound())).toEqual([
      'doka_tracing_audit_workloads{workload_namespace="shop"} 2',
      'doka_tracing_audit_pods{workload_namespace="shop"} 5',
      'doka_tracing_audit_injected_pods{workload_namespace="shop"} 2',
      'doka_tracing_audit_skipped_pods{workload_namespace="shop"} 1',
      'doka_tracing_audit_missed_pods{workload_namespace="shop"} 2',
      'doka_tracing_audit_outdated_pods{workload_namespace="shop"} 1',
      'doka_tracing_audit_stuck_pods{workload_namespace="shop"} 1',
      'doka_tracing_audit_skip_reasons{reason="opted-out"} 1',
      'doka_tracing_audit_end_timestamp_seconds 1000',
      'doka_tracing_audit_duration_seconds 2.5',
      'doka_tracing_audit_left_out_namespaces 3',
      'doka_tracing_audit_unjudged_workloads 0',
    ]);
  });

  test('of a replica that does not audit name no namespace', async () => {
    expect(await expose(undefined)).toEqual([
      'doka_tracing_audit_end_timestamp_seconds Nan',
      'doka_tracing_audit_duration_seconds Nan',
      'doka_tracing_audit_left_out_namespaces Nan',
      'doka_tracing_audit_unjudged_workloads Nan',
    ]);
  });

  test('of a replica that no longer audits are gone', async () => {
    const registry = new Registry();
    let round: FinishedRound | undefined = buildRound();
    registerAuditMetrics(registry, () => round);
    expect(await registry.metrics()).toContain('shop');
    round = undefined;
    expect(await registry.metrics()).not.toContain('shop');
  });
});

describe('the condition AgentImages', () => {
  const say = async (round: FinishedRound | undefined): Promise<unknown> => {
    const reading = { spec: {}, platform: resolvePlatform({}), notices: [] };
    const said = await createAgentImagesObserver(() => round).observe(reading);
    return said.ok ? said.value : said.error;
  };
  const image = (name: string, pods = 1): AwaitedImage => ({ image: name, reason: 'ErrImagePull', pods });

  test('leaves what is said where nothing is known', async () => {
    expect(await say(undefined)).toBeUndefined();
  });

  test('is True where no pod waits', async () => {
    expect(await say(buildRound())).toEqual([
      {
        ...{ type: 'AgentImages', status: 'True', reason: 'Pulled' },
        message: 'No pod waits for the image of an agent.',
      },
    ]);
  });

  test('names the images for which most pods wait', async () => {
    const images = [image('a:1'), image('b:1', 12)];
    expect(await say(buildRound({ images }))).toEqual([
      {
        ...{ type: 'AgentImages', status: 'False', reason: 'ImagePullFailed' },
        message:
          'Pods do not start, because the image of an agent cannot be pulled: b:1 (ErrImagePull, 12 pods), ' +
          'a:1 (ErrImagePull, 1 pod). Put it there, or correct spec.images, spec.agents or the Instrumentation that names it; doka-tracing audit -A names the pods.',
      },
    ]);
  });

  test('names some of many, cut, and no credentials', async () => {
    const many = Array.from({ length: MOST_IMAGES_TOLD + 2 }, (_, index) => image(`i${index}`));
    const hostile = image(`https://user:geheim@registry/${'x'.repeat(5000)}`, 9);
    const message = JSON.stringify(await say(buildRound({ images: [hostile, ...many] })));
    expect(message).toContain('3 more');
    expect(message).not.toContain('geheim');
    expect(message.length).toBeLessThan(1000);
  });
});
