import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate of the cluster's own authority. */
interface Certificate {
  readonly commonName: string;
  /** Groups of a client. */
  readonly organization?: string;
  /** DNS names and IP addresses of a server. */
  readonly names?: readonly string[];
}

const ADMIN = 'admin';

/** Every certificate by the name of its files. https://kubernetes.io/docs/setup/best-practices/certificates/ */
const certificates = (node: string, addresses: readonly string[]): Readonly<Record<string, Certificate>> => ({
  apiserver: {
    commonName: 'kube-apiserver',
    names: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc', ...addresses],
  },
  'apiserver-kubelet': { commonName: 'kube-apiserver-kubelet-client', organization: 'system:masters' },
  [ADMIN]: { commonName: 'kubernetes-admin', organization: 'system:masters' },
  'controller-manager': { commonName: 'system:kube-controller-manager' },
  scheduler: { commonName: 'system:kube-scheduler' },
  proxy: { commonName: 'system:kube-proxy' },
  kubelet: {
    commonName: `system:node:${node}`,
    organization: 'system:nodes',
    names: [node, ...addresses],
  },
});

export interface CredentialOptions {
  readonly node: string;
  /** Every address by which the API server or the kubelet is called. */
  readonly addresses: readonly string[];
  /** URL of the API server for kubeconfigs. */
  readonly server: string;
}

/**
 * Writes a new authority (`ca.crt`), a certificate with key and kubeconfig for each component (`<name>.crt`, `.key`,
 * `.kubeconfig`), and the key pair of service accounts (`sa.key`, `sa.pub`) into a folder.
 */
export async function writeCredentials(folder: string, options: CredentialOptions): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void => {
    writeFileSync(join(folder, file), text, { mode: 0o600 });
  };
  const authority = await issueAuthority();
  write('ca.crt', authority.cert);
  for (const [name, certificate] of Object.entries(certificates(options.node, options.addresses))) {
    const issued = await issue(certificate, authority);
    write(`${name}.crt`, issued.cert);
    write(`${name}.key`, issued.key);
    write(`${name}.kubeconfig`, kubeconfig(options.server, authority.cert, issued));
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  write('sa.key', privateKey);
  write('sa.pub', publicKey);
}

interface Issued {
  readonly cert: string;
  readonly key: string;
}

const KEY = { keyType: 'ec', algorithm: 'sha256' } as const;

async function issueAuthority(): Promise<Issued> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'test-cluster' }], {
    ...KEY,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return { cert, key };
}

async function issue({ commonName, organization, names = [] }: Certificate, ca: Issued): Promise<Issued> {
  const subject = [
    { name: 'commonName', value: commonName },
    ...(organization === undefined ? [] : [{ name: 'organizationName', value: organization }]),
  ];
  const { cert, private: key } = await generate(subject, {
    ...KEY,
    ca,
    extensions: [
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(names.length === 0 ? [] : [{ name: 'subjectAltName' as const, altNames: names.map(altName) }]),
    ],
  });
  return { cert, key };
}

const altName = (name: string): { type: 2; value: string } | { type: 7; ip: string } =>
  isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name };

function kubeconfig(server: string, ca: string, { cert, key }: Issued): string {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority-data': encoded(ca) } }],
    users: [
      { name: 'test', user: { 'client-certificate-data': encoded(cert), 'client-key-data': encoded(key) } },
    ],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
    'current-context': 'test',
  });
}
