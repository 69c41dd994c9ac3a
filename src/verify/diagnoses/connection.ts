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
      'Compare the port with that of the Service, and see that its pods run. When sending to a Collector: it listens on localhost alone unless the endpoint of its receiver says 0.0.0.0.',
  },
  'no-connection': {
    hops: BOTH,
    summary: 'The address does not answer at all.',
    remedy:
      'See that the Service has ready endpoints (kubectl get endpointslices), that no NetworkPolicy blocks them, and, with a Collector on each node, that one runs on this node.',
  },
  'connection-closed': {
    hops: BOTH,
    summary: 'The connection was closed without an answer.',
    remedy:
      'A port for another protocol does that, or one for TLS: 4317 is for grpc, 4318 for http/protobuf, and https:// is for TLS. If they fit, read the log of what listens there.',
  },
  'no-answer': {
    hops: BOTH,
    summary: 'The connection stands, but no answer came in time.',
    remedy:
      'See whether what listens there is overloaded or stuck: its log, its CPU, its memory limit. A port for another protocol can be silent, too.',
  },
  'answer-too-long': {
    hops: BOTH,
    summary: 'The answer is longer than any that is read.',
    remedy: 'Compare the address with that of the backend: this is another server.',
  },
  'tls-not-spoken': {
    hops: BOTH,
    summary: 'The address begins with https://, and the port speaks plain text.',
    remedy: 'Write http://, or the port that serves TLS.',
  },
  'certificate-untrusted': {
    hops: BOTH,
    summary: 'The certificate is of an authority that is not trusted here.',
    remedy:
      'Name the file of that authority with --ca. Agents need it too: spec.backends.<backend>.tls.caFile.',
  },
  'certificate-other-name': {
    hops: BOTH,
    summary: 'The certificate is for another host name.',
    remedy: 'Use a name that stands in the certificate, or have it issued for the name that is used.',
  },
  'certificate-expired': {
    hops: BOTH,
    summary: 'The certificate has expired, or is not valid yet.',
    remedy: 'Renew it, and compare the clocks of both machines.',
  },
  'client-certificate': {
    hops: BOTH,
    summary: 'A certificate of the client is wanted, and none or another was shown.',
    remedy: 'Name its files with --cert and --key.',
  },
  'tls-failed': {
    hops: BOTH,
    summary: 'TLS could not be agreed on.',
    remedy: 'Compare versions and ciphers of both sides with openssl s_client -connect HOST:PORT.',
  },
  'connection-failed': {
    hops: BOTH,
    summary: 'The connection failed.',
    remedy: 'Look up what was seen; it is the text of the operating system.',
  },
  interrupted: {
    hops: BOTH,
    summary: 'It was interrupted from here.',
    remedy: 'Run it again.',
  },
} as const satisfies Readonly<Record<string, DiagnosisRow>>;
