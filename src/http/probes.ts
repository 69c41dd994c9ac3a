import { Router } from 'express';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';

/** What still has to be there before requests are taken; empty when ready. */
export type ReadinessCheck = () => readonly string[];

/**
 * `GET /livez`: 200 while the process answers at all. `GET /readyz`: 200 when ready, else 503 with what is waited for.
 * https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function createProbes(waitingFor: ReadinessCheck): Router {
  const router = Router();
  router.get('/livez', (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', (_request, response) => {
    const missing = waitingFor();
    if (missing.length === 0) response.type('text/plain').send('ok\n');
    else
      response
        .status(503)
        .type('text/plain')
        .send(`Not ready: ${showText(missing.join(', '), LONGEST.line)}.\n`);
  });
  return router;
}
