import type { Express, Request, RequestHandler } from 'express';
import { addNotFound, createBareApp } from '../app.js';
import { readDecisionFilter } from './decision-filter.js';
import { buildDecisionPage, buildForgottenPage } from './decisions-view.js';
import type { PageFacts } from './facts.js';
import type { Inspector } from './inspection.js';
import { createInspectHandler } from './inspector.js';
import { buildInspectorPage } from './inspector-view.js';
import { buildReasonsPage } from './reasons-view.js';
import { buildStatusPage } from './status-view.js';
import { STYLE } from './style.js';

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** The status page and the pages that it leads to. They have no login, so they may only be bound to 127.0.0.1. */
export function createPageApp(facts: () => PageFacts, inspect: Inspector): Express {
  const app = createBareApp();
  app.use(refuseForeignHosts);
  app.get('/', (request, response) => {
    response.send(buildStatusPage(facts(), readDecisionFilter(readQuery(request))));
  });
  app.get('/decisions/:id', (request, response) => {
    const decision = facts().decisions.find(({ id }) => String(id) === request.params.id);
    if (decision === undefined) response.status(404).send(buildForgottenPage());
    else response.send(buildDecisionPage(decision));
  });
  app.get('/reasons', (_request, response) => {
    response.send(buildReasonsPage());
  });
  const form = buildInspectorPage();
  app.get('/inspect', (_request, response) => {
    // A browser may keep what somebody has pasted into it, for when they come back to it.
    response.set('Cache-Control', 'no-cache').send(form);
  });
  app.post('/inspect', createInspectHandler(inspect));
  app.get('/style.css', (_request, response) => {
    response.type('css').send(STYLE);
  });
  return addNotFound(app, 'GET /, GET /decisions/NUMBER, GET /reasons, GET /inspect, POST /inspect');
}

/** The query of an address, whose parts are texts. */
const readQuery = ({ url }: Request): URLSearchParams =>
  new URLSearchParams(url.split('?').slice(1).join('?'));

/** No page needs a script, an image, a frame, or anything of another site. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

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
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  next();
};

/** Host without the port. */
const parseHost = (host = ''): string => host.replace(/:\d+$/, '').toLowerCase();
