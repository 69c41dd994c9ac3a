import express, { type Express } from 'express';
import { createProbes, type ReadinessCheck } from './probes.js';
import type { ReviewHandler } from './review-handler.js';

export interface AppDeps {
  readonly mutate: ReviewHandler;
  readonly validate: ReviewHandler;
  readonly warn: ReviewHandler;
  readonly waitingFor: ReadinessCheck;
}

/**
 * The routes of the HTTPS port, without a socket: `POST /mutate`, `POST /validate`, `POST /warn`, the probes, and a sentence for
 * everything else.
 */
export function createApp({ mutate, validate, warn, waitingFor }: AppDeps): Express {
  const app = createBareApp();
  app.use(createProbes(waitingFor));
  addReviewRoute(app, '/mutate', mutate);
  addReviewRoute(app, '/validate', validate);
  addReviewRoute(app, '/warn', warn);
  return addNotFound(app, 'POST /mutate, POST /validate, POST /warn, GET /readyz, GET /livez');
}

function addReviewRoute(app: Express, path: string, handler: ReviewHandler): void {
  app
    .route(path)
    .post(handler)
    .all((request, response) => {
      const error = `${request.method} is not allowed on ${path}; send an AdmissionReview with POST.`;
      response.status(405).set('Allow', 'POST').json({ error });
    });
}

/** An Express app that does not name itself in its answers. */
export function createBareApp(): Express {
  return express().disable('x-powered-by');
}

/** Adds the answer to every other path: 404 and the paths that there are. */
export function addNotFound(app: Express, paths: string): Express {
  return app.use((request, response) => {
    response.status(404).json({ error: `There is no ${request.path} here; there is ${paths}.` });
  });
}
