import { api } from './test-cluster.js';

/** Sum of the API server's series of one metric whose labels contain all of these. */
async function metricSum(name: string, labels: Readonly<Record<string, string>> = {}): Promise<number> {
  const { body } = await api('/metrics');
  const wanted = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  return String(body)
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** How often a match condition kept a pod from being sent to a webhook. */
export const excludedByConditions = (): Promise<number> =>
  metricSum('apiserver_admission_match_condition_exclusions_total', { type: 'admit' });

/** How often a pod went on without the answer of a webhook that should have been asked. */
export const failedOpen = (): Promise<number> => metricSum('apiserver_admission_webhook_fail_open_count');
