import type { DiagnosisRow } from './row.js';

const BOTH = ['send', 'query'] as const;

/** What a connection that fails tells. */
export const CONNECTION = {
  'name-unresolved': {
    hops: BOTH,
    says: 'The host name does not resolve.',
    mend: 'Names of Services resolve inside the cluster only: run verify there, or forward the port (kubectl port-forward) and name it with --collector or --query. Inside, compare service, namespace and cluster.domain with kubectl get services -A.',
  },
  'connection-refused': {
    hops: BOTH,
    says: 'Nothing listens on that port.',
    mend: 'Compare the port with that of the Service, and see that its pods run. When sending to a Collector: it listens on localhost alone unless the endpoint of its receiver says 0.0.0.0.',
  },
  'no-connection': {
    hops: BOTH,
    says: 'The address does not answer at all.',
    mend: 'See that the Service has ready endpoints (kubectl get endpointslices), that no NetworkPolicy drops the way, and, with a Collector on each node, that one runs on this node.',
  },
  'connection-closed': {
    hops: BOTH,
    says: 'The connection was closed without an answer.',
    mend: 'A port for another protocol does that, or one for TLS: 4317 is for grpc, 4318 for http/protobuf, and https:// is for TLS. If they fit, read the log of what listens there.',
  },
  'no-answer': {
    hops: BOTH,
    says: 'The connection stands, but no answer came in time.',
    mend: 'See whether what listens there is overloaded or stuck: its log, its CPU, its memory limit. A port for another protocol can be silent, too.',
  },
  'answer-too-long': {
    hops: BOTH,
    says: 'The answer is longer than any that is read.',
    mend: 'Compare the address with that of the backend: this is another server.',
  },
  'tls-not-spoken': {
    hops: BOTH,
    says: 'The address begins with https://, and the port speaks plain text.',
    mend: 'Write http://, or the port that serves TLS.',
  },
  'certificate-untrusted': {
    hops: BOTH,
    says: 'The certificate is of an authority that is not trusted here.',
    mend: 'Name the file of that authority with --ca. Agents need it too: spec.backends.<backend>.tls.caFile.',
  },
  'certificate-other-name': {
    hops: BOTH,
    says: 'The certificate is for another host name.',
    mend: 'Use a name that stands in the certificate, or have it issued for the name that is used.',
  },
  'certificate-expired': {
    hops: BOTH,
    says: 'The certificate has expired, or is not valid yet.',
    mend: 'Renew it, and compare the clocks of both machines.',
  },
  'client-certificate': {
    hops: BOTH,
    says: 'A certificate of the client is wanted, and none or another was shown.',
    mend: 'Name its files with --cert and --key.',
  },
  'tls-failed': {
    hops: BOTH,
    says: 'TLS could not be agreed on.',
    mend: 'Compare versions and ciphers of both sides with openssl s_client -connect HOST:PORT.',
  },
  'connection-failed': {
    hops: BOTH,
    says: 'The connection failed.',
    mend: 'Look up what was seen; it is the text of the operating system.',
  },
  interrupted: {
    hops: BOTH,
    says: 'It was interrupted from here.',
    mend: 'Run it again.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
