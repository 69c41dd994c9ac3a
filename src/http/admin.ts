import type { Express } from 'express';
import type { Metrics } from '../telemetry/metrics.js';
import { createBareApp, addNotFound } from './app.js';
import { createProbes, type ReadinessCheck } from './probes.js';

/** The routes of the plain HTTP port: `GET /metrics` for Prometheus, and the probes. */
export function createAdminApp(metrics: Pick<Metrics, 'expose'>, waitingFor: ReadinessCheck): Express {
  const app = createBareApp();
  app.use(createProbes(waitingFor));
  app.get('/metrics', async (_request, response) => {
    const { body, contentType } = await metrics.expose();
    response.set('Content-Type', contentType).send(body);
  });
  return addNotFound(app, 'GET /metrics, GET /readyz, GET /livez');
}
