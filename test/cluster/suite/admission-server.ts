import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { NODE_ADDRESS } from '../machine/network-namespace.js';

/** A JSON Patch operation that adds or replaces. https://www.rfc-editor.org/rfc/rfc6902 */
export interface PatchOperation {
  readonly op: 'add' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

/** A mutating webhook of somebody else's. */
export interface AdmissionServer {
  /** For `webhooks[].clientConfig` of its registration. */
  readonly clientConfig: { readonly url: string; readonly caBundle: string };
  /** Pods as it was sent them, in order; one that is reinvoked is there twice. */
  readonly received: readonly ReceivedPod[];
  readonly close: () => Promise<void>;
}

/** The parts of a pod that stand-ins look at. */
export interface ReceivedPod {
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly containers: readonly ReceivedContainer[];
    readonly initContainers?: readonly ReceivedContainer[];
  };
}

interface ReceivedContainer {
  readonly name: string;
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext?: object;
}

interface Review {
  readonly request: { readonly uid: string; readonly object: ReceivedPod };
}

/** Serves a webhook on the node's address that answers each pod with the operations of `mutate`. */
export async function startAdmissionServer(
  mutate: (pod: ReceivedPod) => readonly PatchOperation[],
): Promise<AdmissionServer> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: NODE_ADDRESS }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: NODE_ADDRESS }] },
    ],
  });
  const received: ReceivedPod[] = [];
  const server = createServer({ cert, key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { uid, object } = (JSON.parse(Buffer.concat(chunks).toString('utf8')) as Review).request;
      received.push(object);
      const patch = Buffer.from(JSON.stringify(mutate(object))).toString('base64');
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: { uid, allowed: true, patchType: 'JSONPatch', patch },
        }),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, NODE_ADDRESS, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    clientConfig: {
      url: `https://${NODE_ADDRESS}:${port}/mutate`,
      caBundle: Buffer.from(cert).toString('base64'),
    },
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
