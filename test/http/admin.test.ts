import { expect, test } from 'vitest';
import request from 'supertest';
import { createAdminApp } from '../../src/http/admin.js';
import { rigOf, UNCHANGED } from './admission-fixture.js';

test.each([
  ['/metrics', [], 200, /^doka_tracing_admissions_total\{result="injected"\} 0$/m],
  ['/readyz', [], 200, /^ok\n$/],
  ['/readyz', ['draining'], 503, /^Not ready: draining\.\n$/],
  ['/livez', ['draining'], 200, /^ok\n$/],
  ['/mutate', [], 404, /There is no \/mutate here; there is GET \/metrics/],
])('%s while waiting for %j gives %i', async (path, waitingFor, status, text) => {
  const { metrics } = rigOf(() => UNCHANGED);
  const answer = await request(createAdminApp(metrics, () => waitingFor)).get(path);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(text);
});
