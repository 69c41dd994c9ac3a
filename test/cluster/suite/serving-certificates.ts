import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { CA_LIFE_MS } from '../../../src/tls/bounds.js';
import { SECRET_TYPE } from '../../../src/tls/authority/secret.js';
import { CA_SECRET } from '../../../src/kube/own-objects.js';
import { issueCa } from '../../../src/tls/certificates.js';
import { api } from './test-cluster.js';
import { WEBHOOK } from './webhook.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A CA as the webhook makes them, of whose life so many days have passed; PEM. */
export const agedCa = (days: number): Promise<{ readonly cert: string; readonly key: string }> => {
  const notBefore = new Date(Date.now() - days * DAY_MS);
  return issueCa({ notBefore, notAfter: new Date(notBefore.getTime() + CA_LIFE_MS) });
};

/** The Secret that holds these CAs; base64 as the API wants it. */
export const secretOf = (data: Readonly<Record<string, string>>, type = SECRET_TYPE): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: CA_SECRET, namespace: WEBHOOK },
  type,
  data: Object.fromEntries(
    Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  ),
});

const KINDS = ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'] as const;

/** The CAs that each of the webhook's registrations trusts. */
export async function trustedCas(): Promise<readonly (readonly X509Certificate[])[]> {
  const bundles = await Promise.all(
    KINDS.map(async (kind) => {
      const { body } = await api(`/apis/admissionregistration.k8s.io/v1/${kind}/${WEBHOOK}`);
      const { webhooks } = body as {
        readonly webhooks: readonly { readonly clientConfig: { readonly caBundle?: string } }[];
      };
      return webhooks.map(({ clientConfig }) => certificatesIn(clientConfig.caBundle ?? ''));
    }),
  );
  return bundles.flat();
}

const certificatesIn = (bundle: string): readonly X509Certificate[] =>
  (
    Buffer.from(bundle, 'base64')
      .toString('utf8')
      .match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []
  ).map((pem) => new X509Certificate(pem));

/** Addresses of the replicas that are ready. */
export async function replicaAddresses(): Promise<readonly string[]> {
  const { body } = await api(`/api/v1/namespaces/${WEBHOOK}/endpoints/${WEBHOOK}`);
  const { subsets = [] } = body as {
    readonly subsets?: readonly { readonly addresses?: readonly { readonly ip: string }[] }[];
  };
  return subsets.flatMap(({ addresses = [] }) => addresses.map(({ ip }) => ip));
}

/** The certificate that a replica serves now. */
export const servedBy = (address: string): Promise<X509Certificate> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: 8443, rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.end();
      resolve(new X509Certificate(raw));
    });
    socket.on('error', reject);
  });
