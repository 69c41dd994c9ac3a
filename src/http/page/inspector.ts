import type { IncomingMessage, ServerResponse } from 'node:http';
import { assertNever } from '../../core/domain.js';
import { BODY_MS, FORMS_BYTES, LARGEST_FORM, LARGEST_MANIFEST } from '../bounds.js';
import { createBodyBudget, readBody, type RequestBody } from '../request-body.js';
import type { InspectionEnd, Inspector } from './inspection.js';
import { buildInspectionPage, buildRefusedPage } from './inspector-view.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Handles `POST /inspect`, the form of the inspector. It changes nothing, and answers no form of another origin all the
 * same. Bodies share their own memory, and the work is done apart, so that admissions do not wait for it.
 */
export function createInspectHandler(inspect: Inspector): Handler {
  const budget = createBodyBudget(FORMS_BYTES);
  return (request, response) => {
    const refusal = checkRequest(request);
    if (refusal !== undefined) {
      send(response, refusal.status, buildRefusedPage(refusal.sentence));
      request.resume();
      return;
    }
    readBody(request, { bytes: LARGEST_FORM, milliseconds: BODY_MS, budget }, (body) => {
      if (body.kind !== 'whole') {
        answerUnread(body, response);
        return;
      }
      inspect(body.bytes, (end) => {
        body.release();
        answerInspected(end, response);
      });
    });
  };
}

interface Refusal {
  readonly status: number;
  readonly sentence: string;
}

const FOREIGN: Refusal = {
  status: 403,
  sentence: 'Forms from other sites are not accepted. Use the form of this page.',
};

const FORM_TYPE = 'application/x-www-form-urlencoded';

/**
 * Browsers say where a form is from; programs that are none say nothing.
 * https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
function checkRequest({ headers }: IncomingMessage): Refusal | undefined {
  const { origin, host = '' } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) return FOREIGN;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return FOREIGN;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  return type === FORM_TYPE ? undefined : { status: 415, sentence: `Send the form as ${FORM_TYPE}.` };
}

const TOO_LARGE = `The manifest is larger than ${LARGEST_MANIFEST / 1024} KiB. Use doka-tracing inject --explain.`;
const BUSY = 'The inspector has too much to do. Try again in a minute.';

function answerUnread(body: Exclude<RequestBody, { kind: 'whole' }>, response: ServerResponse): void {
  // Bytes may be left on the connection.
  response.setHeader('Connection', 'close');
  switch (body.kind) {
    case 'too-large':
      send(response, 413, buildRefusedPage(TOO_LARGE));
      return;
    case 'no-room':
      send(response, 503, buildRefusedPage(BUSY));
      return;
    case 'too-slow':
      send(response, 408, buildRefusedPage('The form did not come in time. Send it again.'));
      return;
    case 'aborted':
      return;
    default:
      assertNever(body);
  }
}

function answerInspected(end: InspectionEnd, response: ServerResponse): void {
  if (end.kind !== 'given-up') {
    send(response, end.kind === 'inspected' ? 200 : 422, buildInspectionPage(end));
    return;
  }
  switch (end.why) {
    case 'busy':
      send(response, 503, buildRefusedPage(BUSY));
      return;
    case 'time':
    case 'memory':
    case 'size':
      send(
        response,
        422,
        buildRefusedPage(
          'The manifest takes more time or memory than it may. Use doka-tracing inject --explain.',
        ),
      );
      return;
    case 'failure':
      send(response, 500, buildRefusedPage('The inspector failed. Use doka-tracing inject --explain.'));
      return;
    default:
      assertNever(end.why);
  }
}

function send(response: ServerResponse, status: number, page: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
}
