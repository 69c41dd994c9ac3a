import { test } from 'vitest';
import { hasAll } from '../../pods/read-back.js';
import { specOf } from '../platforms.js';
import { send, traceOf } from '../sent-traces.js';
import { readFrom, type Stage } from './stage.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';
const SERVICES = ['caller', 'called'];
const TRACES = 50;

/** One backend is down: the others go on, and it gets what it missed. */
export function outageTests(stage: () => Stage): void {
  test('a backend that is down holds up no other, and catches up when it is back', async () => {
    const { cluster, backends } = stage();
    const spec = specOf('multi-backend');
    const collectors = await cluster.runCollectors(spec);
    const jaeger = backends.get('jaeger');
    try {
      await jaeger?.stop();
      const sent = [];
      for (let count = 0; count < TRACES; count += 1) {
        const trace = traceOf();
        await send('http/protobuf', COLLECTOR, trace.processes);
        sent.push(trace.traceId);
      }
      for (const traceId of sent) await readFrom(spec, 'tempo', traceId, hasAll(SERVICES));
      await jaeger?.start();
      for (const traceId of sent) await readFrom(spec, 'jaeger', traceId, hasAll(SERVICES));
    } finally {
      await collectors.remove();
    }
  });
}
