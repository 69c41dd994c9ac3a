import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

/** The answer of the API server to one request. */
interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Texts of its `Warning` headers, which carry what admission webhooks say. */
  readonly warnings: readonly string[];
}

interface ApiRequest {
  readonly method?: string;
  readonly body?: unknown;
  readonly contentType?: string;
}

/** Calls the API server by path, e.g. `/api/v1/namespaces`. */
export type ApiClient = (path: string, call?: ApiRequest) => Promise<ApiAnswer>;

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string } },
  ];
  readonly users: readonly [
    { readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string } },
  ];
}

/**
 * A client with the certificate of a kubeconfig of the test cluster, over at most so many connections at a time. A
 * request that cannot be sent rejects; every answer, also a refusal, resolves.
 */
export function createApiClient(kubeconfigFile: string, connections = 8): ApiClient {
  const { clusters, users } = JSON.parse(readFileSync(kubeconfigFile, 'utf8')) as Kubeconfig;
  const { cluster } = clusters[0];
  const { user } = users[0];
  const decoded = (text: string): Buffer => Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    maxSockets: connections,
    ca: decoded(cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  });
  const send: ApiClient = (path, call = {}) =>
    new Promise((resolve, reject) => {
      const { method = 'GET', body, contentType = 'application/json' } = call;
      const outgoing = request(new URL(path, cluster.server), {
        agent,
        method,
        headers: { 'content-type': contentType, accept: 'application/json' },
      });
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The API server has ended an idle connection, and this process has not heard of it while kubectl held it up.
        // https://nodejs.org/api/http.html#requestreusedsocket
        if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(send(path, call));
        else reject(error);
      });
      outgoing.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const warning = response.headers.warning;
          const warnings = warning === undefined ? [] : [warning].flat();
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)), warnings });
        });
      });
      outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return send;
}

function parsed(bytes: Buffer): unknown {
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
