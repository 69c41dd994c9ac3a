import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { read } from '../../test/cluster/suite/test-cluster.js';
import { WEBHOOK } from '../../test/cluster/suite/webhook.js';

interface RunningPod {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly status: { readonly podIP?: string };
}

/** The metrics of each replica of the webhook that is not about to end, in the text format of Prometheus. */
export function webhookMetrics(): Promise<readonly string[]> {
  const { items } = read('pods', `--namespace=${WEBHOOK}`) as { readonly items: readonly RunningPod[] };
  const addresses = items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap(({ status }) => status.podIP ?? []);
  return Promise.all(addresses.map(metricsOf));
}

function metricsOf(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(`http://${address}:9090/metrics`, (response) => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end();
  });
}
