import type { Express, RequestHandler } from 'express';
import { createBareApp, addNotFound } from './app.js';
import { buildReasonsPage, buildStatusPage, type PageFacts } from './page-view.js';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** The status page, `GET /` and `GET /reasons`. It has no login, so it may only be bound to 127.0.0.1. */
export function createPageApp(facts: () => PageFacts): Express {
  const app = createBareApp();
  app.use(refuseForeignHosts);
  app.get('/', (_request, response) => {
    response.send(buildStatusPage(facts()));
  });
  app.get('/reasons', (_request, response) => {
    response.send(buildReasonsPage());
  });
  return addNotFound(app, 'GET /, GET /reasons');
}

/**
 * Refuses requests for another host name: a foreign site may make its own name point to 127.0.0.1 and so let a browser
 * read the page to it. Scripts and frames are ruled out for the browser as well.
 */
const refuseForeignHosts: RequestHandler = (request, response, next) => {
  if (!LOCAL_HOSTS.includes(parseHost(request.headers.host))) {
    response.status(403).json({ error: `The status page is served for ${LOCAL_HOSTS.join(', ')} only.` });
    return;
  }
  response.set({
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  });
  next();
};

/** Host without the port. */
const parseHost = (host = ''): string => host.replace(/:\d+$/, '').toLowerCase();
