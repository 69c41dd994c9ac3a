import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { AGENT_PATH, createAgentFolder, type AgentFolder } from '../../demo/agent-folder.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import { environmentUnder } from './access-pod.js';

/** The real Node.js agent, started with the variables of an injected container. */

const TIMEOUT_MS = 60_000;

let agent: AgentFolder;
let folder: string;
const running: (ChildProcess | Server)[] = [];

beforeAll(async () => {
  agent = await createAgentFolder();
  folder = await mkdtemp(join(tmpdir(), 'agent-access-'));
});

afterEach(() => {
  for (const each of running.splice(0)) {
    if ('kill' in each) each.kill('SIGKILL');
    else each.close();
  }
});

afterAll(async () => {
  await agent.remove();
  await rm(folder, { recursive: true });
});

/** A backend on a free port, and the headers of the first spans that it is sent. */
async function backend(
  listen: (onRequest: RequestListener) => Server,
): Promise<{ readonly port: number; readonly headers: Promise<IncomingHttpHeaders> }> {
  let tell: (headers: IncomingHttpHeaders) => void = () => undefined;
  const headers = new Promise<IncomingHttpHeaders>((resolve) => (tell = resolve));
  const server = listen((request, response) => {
    if (request.url === '/v1/traces') tell(request.headers);
    request.resume().on('end', () => response.writeHead(200).end());
  });
  running.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, headers };
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = `
  require('@opentelemetry/api').trace.getTracer('test').startSpan('work').end();
  setInterval(() => undefined, 1000);
`;

/** Starts a program that makes one span and stays, in an injected container. */
function start(variables: StringMap): void {
  const options = (variables['NODE_OPTIONS'] ?? '').replaceAll(AGENT_PATH, agent.path);
  const env = { PATH: process.env['PATH'], ...variables, NODE_OPTIONS: options };
  running.push(spawn(process.execPath, ['-e', PROGRAM], { env, cwd: ROOT, stdio: 'ignore' }));
}

const SECRET_HEADER = { headers: [{ name: 'Authorization', secretName: 'access', key: 'header' }] };
const plain = (onRequest: RequestListener): Server => createServer(onRequest);

test(
  'tenant and credentials arrive as they are meant',
  async () => {
    const { port, headers } = await backend(plain);
    const tempo = {
      endpoint: `http://127.0.0.1:${port}`,
      tenant: { fixed: 'team a,b=c;d%e+$(f)' },
      ...SECRET_HEADER,
    };
    start(environmentUnder(tempo, { access: { header: 'Basic%20dGVhbTpwYXNz%2Bw%3D%3D' } }));
    expect(await headers).toMatchObject({
      'x-scope-orgid': 'team a,b=c;d%e+$(f)',
      authorization: 'Basic dGVhbTpwYXNz+w==',
    });
  },
  TIMEOUT_MS,
);

test(
  'where the Secret is missing, the program runs and sends its spans all the same',
  async () => {
    const { port, headers } = await backend(plain);
    const tempo = { endpoint: `http://127.0.0.1:${port}`, tenant: { namespace: true }, ...SECRET_HEADER };
    start(environmentUnder(tempo, {}));
    expect(await headers).toMatchObject({
      'x-scope-orgid': 'shop',
      authorization: '$(DOKA_TRACING_HEADER_1)',
    });
  },
  TIMEOUT_MS,
);

test(
  'a CA of the platform’s own is trusted',
  async () => {
    const day = 86_400_000;
    const certificate = await issueSelfSigned({
      names: ['127.0.0.1'],
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + day),
    });
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, certificate.cert);
    const { port, headers } = await backend((onRequest) => createTlsServer(certificate, onRequest));
    start(environmentUnder({ endpoint: `https://127.0.0.1:${port}`, tls: { caFile } }, {}));
    expect(await headers).toMatchObject({ 'content-type': 'application/x-protobuf' });
  },
  TIMEOUT_MS,
);
