import express, { type Express } from 'express';
import { probes, type WaitingFor } from './probes.js';
import type { ReviewHandler } from './review-handler.js';

export interface AppDeps {
  readonly mutate: ReviewHandler;
  readonly validate: ReviewHandler;
  readonly waitingFor: WaitingFor;
}

/**
 * The routes of the HTTPS port, without a socket: `POST /mutate`, `POST /validate`, the probes, and a sentence for
 * everything else.
 */
export function createApp({ mutate, validate, waitingFor }: AppDeps): Express {
  const app = bareApp();
  app.use(probes(waitingFor));
  withReviews(app, '/mutate', mutate);
  withReviews(app, '/validate', validate);
  return withNotFound(app, 'POST /mutate, POST /validate, GET /readyz, GET /livez');
}

function withReviews(app: Express, path: string, handler: ReviewHandler): void {
  app
    .route(path)
    .post(handler)
    .all((request, response) => {
      const error = `${request.method} is not allowed on ${path}; send an AdmissionReview with POST.`;
      response.status(405).set('Allow', 'POST').json({ error });
    });
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
