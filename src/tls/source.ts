/** A certificate with its key, both in PEM, and what is needed to know when it must be replaced. */
export interface ServingCertificate {
  readonly cert: string;
  readonly key: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Where the HTTPS server takes its certificate from; all that it knows of certificates. */
export interface CertificateSource {
  /** The certificate to serve now. */
  readonly current: () => ServingCertificate;
  /** Calls back with each certificate that replaces the current one. */
  readonly onChange: (listener: (certificate: ServingCertificate) => void) => void;
  /** Tells whether clients that should trust the certificate do; always when absent. */
  readonly isReady?: () => boolean;
  /** Ends timers; the current certificate stays. */
  readonly stop: () => void;
}
