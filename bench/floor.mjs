// The floor: the least that any webhook on Node.js does. node:https alone ends TLS, parses the review and answers it
// with a patch that never changes. Connection settings are those of src/http/server.ts.
//   node bench/floor.mjs CERTS_FOLDER PORT
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';

const [folder = '.', port = '0'] = process.argv.slice(2);
const patch = Buffer.from(
  JSON.stringify([{ op: 'add', path: '/metadata/labels/bench', value: 'floor' }]),
).toString('base64');

const answerTo = ({ request }) =>
  JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    response: { uid: request.uid, allowed: true, patchType: 'JSONPatch', patch },
  });

const server = createServer(
  {
    cert: readFileSync(join(folder, 'tls.crt')),
    key: readFileSync(join(folder, 'tls.key')),
    minVersion: 'TLSv1.2',
    keepAliveTimeout: 120_000,
    headersTimeout: 125_000,
    requestTimeout: 130_000,
  },
  (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const text = answerTo(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
      });
      response.end(text);
    });
  },
);
server.on('tlsClientError', () => undefined);
server.listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
