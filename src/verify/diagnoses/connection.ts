import type { DiagnosisRow } from './row.js';

const BOTH = ['send', 'query'] as const;

/** What a connection that fails tells. */
export const CONNECTION = {
  'name-unresolved': {
    hops: BOTH,
    summary: 'The host name does not resolve.',
    remedy:
      'Names of Services resolve inside the cluster only: run verify there, or forward the port (kubectl port-forward) and name it with --collector or --query. Inside, compare service, namespace and cluster.domain with kubectl get services -A.',
  },
  'connection-refused': {
    hops: BOTH,
    summary: 'Nothing listens on that port.',
    remedy:
      'Compare the port with that of the Service, and check that its pods run. When sending to a Collector: it listens only on localhost unless the endpoint of its receiver says 0.0.0.0.',
  },
  'no-connection': {
    hops: BOTH,
    summary: 'The address does not answer at all.',
    remedy:
      'Check that the Service has ready endpoints (kubectl get endpointslices), that no NetworkPolicy blocks them, and, with a Collector on each node, that one runs on this node.',
  },
  'connection-closed': {
    hops: BOTH,
    summary: 'The connection was closed without an answer.',
    remedy:
      'A port for another protocol does that, or one for TLS: 4317 is for grpc, 4318 for http/protobuf, and https:// is for TLS. If they fit, read the log of the server there.',
  },
  'no-answer': {
    hops: BOTH,
    summary: 'The connection was made, but no answer came in time.',
    remedy:
      'Check whether the server there is overloaded or stuck: its log, its CPU, its memory limit. A port for another protocol can be silent, too.',
  },
  'answer-too-long': {
    hops: BOTH,
    summary: 'The answer is longer than verify reads.',
    remedy: 'Compare the address with that of the backend: this is another server.',
  },
  'tls-not-spoken': {
    hops: BOTH,
    summary: 'The address begins with https://, but the port speaks plain text.',
    remedy: 'Write http://, or the port that serves TLS.',
  },
  'certificate-untrusted': {
    hops: BOTH,
    summary: 'The certificate was issued by a CA that is not trusted here.',
    remedy: 'Name the file of that CA with --ca. Agents need it too: spec.backends.<backend>.tls.caFile.',
  },
  'certificate-other-name': {
    hops: BOTH,
    summary: 'The certificate is for another host name.',
    remedy:
      'Use a name that is in the certificate, or have the certificate issued for the name in the address.',
  },
  'certificate-expired': {
    hops: BOTH,
    summary: 'The certificate has expired, or is not valid yet.',
    remedy: 'Renew it, and compare the clocks of both machines.',
  },
  'client-certificate': {
    hops: BOTH,
    summary: 'The server wants a client certificate, and got none or another one.',
    remedy: 'Name its files with --cert and --key.',
  },
  'tls-failed': {
    hops: BOTH,
    summary: 'The TLS handshake failed.',
    remedy: 'Compare versions and ciphers of both sides with openssl s_client -connect HOST:PORT.',
  },
  'connection-failed': {
    hops: BOTH,
    summary: 'The connection failed.',
    remedy: 'Look up the text after "seen"; it comes from the operating system.',
  },
  interrupted: {
    hops: BOTH,
    summary: 'The command was interrupted.',
    remedy: 'Run it again.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
