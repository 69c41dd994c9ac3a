import type { Express } from 'express';
import type { Metrics } from '../telemetry/metrics.js';
import { bareApp, withNotFound } from './app.js';
import { probes, type WaitingFor } from './probes.js';

/** The routes of the plain HTTP port: `GET /metrics` for Prometheus, and the probes. */
export function createAdminApp(metrics: Pick<Metrics, 'expose'>, waitingFor: WaitingFor): Express {
  const app = bareApp();
  app.use(probes(waitingFor));
  app.get('/metrics', async (_request, response) => {
    const { body, contentType } = await metrics.expose();
    response.set('Content-Type', contentType).send(body);
  });
  return withNotFound(app, 'GET /metrics, GET /readyz, GET /livez');
}
