import express, { type Express } from 'express';
import type { MutateHandler } from './mutate-handler.js';
import { probes, type WaitingFor } from './probes.js';

export interface AppDeps {
  readonly mutate: MutateHandler;
  readonly waitingFor: WaitingFor;
}

/** The routes of the HTTPS port, without a socket: `POST /mutate`, the probes, and a sentence for everything else. */
export function createApp({ mutate, waitingFor }: AppDeps): Express {
  const app = bareApp();
  app.use(probes(waitingFor));
  app
    .route('/mutate')
    .post(mutate)
    .all((request, response) => {
      const error = `${request.method} is not allowed on /mutate; send an AdmissionReview with POST.`;
      response.status(405).set('Allow', 'POST').json({ error });
    });
  return withNotFound(app, 'POST /mutate, GET /readyz, GET /livez');
}

/** An Express app that does not name itself in its answers. */
export function bareApp(): Express {
  return express().disable('x-powered-by');
}

/** Adds the answer to every other path: 404 and the paths that there are. */
export function withNotFound(app: Express, paths: string): Express {
  return app.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.path} here; there is ${paths}.` });
  });
}
