/** Whom to ask and as whom; shared by what sends and what reads. */
export interface ServerAccess {
  /** Absolute URL, with the path of the request; gRPC uses no path. */
  readonly url: string;
  /** Names in lower case. Values may be credentials: they are sent, and nothing else. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Contents of PEM files. */
export interface TlsMaterial {
  /** Replaces the authorities that Node.js trusts. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}
