import { excerpt, type Failure } from './failure.js';
import type { HttpAnswer } from './http-exchange.js';

/** What an HTTP answer other than success tells. */
export const refusalOf = ({ status, body, location }: HttpAnswer): Failure => ({
  kind: 'http',
  status,
  text: excerpt(body.toString()),
  ...(location === undefined ? {} : { location }),
});
