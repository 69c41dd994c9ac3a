import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { createKubeconfigConnection, type Connection } from '../../../src/kube/connection.js';
import { api, paths } from './test-cluster.js';

/** A connection to the test cluster as a ServiceAccount, with a token as the kubelet would ask for it. */
export async function connectAs(namespace: string, account: string): Promise<Connection> {
  const asked = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences: [] } };
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const { status, body } = await api(path, { method: 'POST', body: asked });
  if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  const { token } = (body as { readonly status: { readonly token: string } }).status;
  const admin = await createKubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!admin.ok) throw new Error(admin.error);
  const { server, options } = admin.value;
  const { ca } = await options();
  return {
    server,
    namespace,
    options: () =>
      Promise.resolve({ ...(ca === undefined ? {} : { ca }), headers: { authorization: `Bearer ${token}` } }),
  };
}

/** A request as somebody with a stolen token would send it. */
export interface RawCall {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** Sends a request past our own client, and gives status and text of the answer. */
export async function send(
  { server, options }: Connection,
  { method, path, contentType = 'application/json', body }: RawCall,
): Promise<{ readonly status: number; readonly told: string }> {
  const { headers, ...rest } = await options();
  const all = { ...(headers as Record<string, string>), 'content-type': contentType };
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, server), { ...rest, method, headers: all }, (response) => {
      text(response).then((told) => {
        resolve({ status: response.statusCode ?? 0, told });
      }, reject);
    });
    sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}
