import { extractExcerpt, type Failure } from './failure.js';
import type { HttpAnswer } from './http-exchange.js';

/** What an HTTP answer other than success tells. */
export const buildHttpFailure = ({ status, body, location }: HttpAnswer): Failure => ({
  kind: 'http',
  status,
  text: extractExcerpt(body.toString()),
  ...(location === undefined ? {} : { location }),
});
