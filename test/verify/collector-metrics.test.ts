import { expect, test } from 'vitest';
import { buildAccess } from '../../src/verify/verify-options.js';
import { fetchSpanCounters, describeCounterChanges } from '../../src/verify/collector-metrics.js';
import { verifyRoute } from '../../src/verify/verify.js';
import { QUERY_APIS } from '../stand-ins/query-apis.js';
import { RECEIVERS } from './contract/receivers.js';
import { createStore } from '../stand-ins/store.js';
import { answering, gone } from './sending-cases.js';
import { accessTo, serveHttp } from './served.js';
import { serversOfTests } from './servers-of-tests.js';
import { ASKED, limits, readOf, buildRoute } from './trace-route.js';
import { like } from '../support/like.js';

const up = serversOfTests();

/** As a Collector 0.158.0 wrote them. */
const metrics = (
  sent: number,
  failed: number,
  queued: number,
): string => `# TYPE otelcol_exporter_sent_spans counter
otelcol_exporter_queue_capacity{data_type="traces",exporter="zipkin"} 1000
otelcol_exporter_queue_size{data_type="traces",exporter="otlp_http/jaeger"} ${queued}
otelcol_exporter_send_failed_spans{exporter="otlp_http/jaeger",server_address="127.0.0.1"} ${failed}
otelcol_exporter_sent_spans{exporter="zipkin"} ${sent}
otelcol_receiver_accepted_spans{receiver="otlp",transport="grpc"} ${sent}
otelcol_receiver_accepted_spans{receiver="otlp",transport="http"} 8
otelcol_receiver_refused_spans{receiver="otlp",transport="http"} 0
otelcol_processor_tail_sampling_global_count_traces_sampled{decision="sampled",sampled="true"} 7
`;

const countersOf = async (text: string): Promise<ReadonlyMap<string, number>> => {
  const { url } = await up(answering(200, text));
  return (await fetchSpanCounters(accessTo(url))) ?? new Map();
};

test('what exporters did meanwhile is printed, and what was dropped', async () => {
  const dropped = `otelcol_processor_tail_sampling_global_count_traces_sampled_total{decision="not_sampled",sampled="false"} 3\n`;
  const refused = `otelcol_receiver_refused_spans_total{receiver="zipkin"} 1e+01\n`;
  const before = await countersOf(metrics(12, 4, 0));
  const after = await countersOf(metrics(14, 6, 5) + dropped + refused);
  expect(describeCounterChanges(before, after)).toEqual([
    'Meanwhile the Collector accepted 2 spans and refused 10.',
    'Traces that its tail sampling dropped: 3.',
    'Its exporter otlp_http/jaeger sent 0 spans and failed with 2; its queue holds 5.',
    'Its exporter zipkin sent 2 spans and failed with 0; its queue holds 0.',
  ]);
});

test.each([
  ['nobody', gone],
  ['a refusal', () => answering(404, metrics(1, 1, 1))],
])('%s at that address gives nothing', async (_, server) => {
  expect(await fetchSpanCounters(accessTo((await up(server())).url))).toBeUndefined();
});

test('a trace that is lost is reported with it, and one that arrives without', async () => {
  const store = createStore();
  let sent = 10;
  const receiver = await up(
    RECEIVERS.grpc(() => {
      sent += 2;
    }),
  );
  const api = await up(serveHttp(QUERY_APIS.tempo(store)));
  const own = await up(serveHttp((_, response) => response.end(metrics(sent, 4, 1))));
  const own404 = await up(answering(404));
  const lost = async (url: string): Promise<unknown> => {
    const route = buildRoute('grpc', receiver.url, [readOf('tempo', api.url)], {
      metrics: { ...buildAccess(ASKED, {}), url },
    });
    const [read] = (await verifyRoute(route, limits(50))).reads;
    return read?.kind === 'failed' ? read.diagnosis.seen : undefined;
  };
  expect(await lost(own.url)).toEqual([
    like.stringMatching(/^Asked for /),
    'Meanwhile the Collector accepted 2 spans.',
    'Its exporter otlp_http/jaeger sent 0 spans and failed with 0; its queue holds 1.',
    'Its exporter zipkin sent 2 spans and failed with 0; its queue holds 0.',
  ]);
  expect(await lost(own404.url)).toContain('The metrics of the Collector could not be read.');
});
