import { sumOf } from './exposition.js';
import { api } from './test-cluster.js';

/** The API server's metrics, in the text format of Prometheus. */
export const metricsText = async (): Promise<string> => String((await api('/metrics')).body);

/** How often a match condition kept a pod from being sent to a webhook. */
export const excludedByConditions = async (): Promise<number> =>
  sumOf(await metricsText(), 'apiserver_admission_match_condition_exclusions_total', { type: 'admit' });

/** How often a pod went on without the answer of a webhook that should have been asked; of all webhooks, or of one. */
export const failedOpen = async (webhook: { readonly name?: string } = {}): Promise<number> =>
  sumOf(await metricsText(), 'apiserver_admission_webhook_fail_open_count', webhook);

/** How often a webhook was asked about a pod. */
export const timesAsked = async (name: string): Promise<number> =>
  sumOf(await metricsText(), 'apiserver_admission_webhook_admission_duration_seconds_count', { name });
