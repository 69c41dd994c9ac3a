import type { Server } from 'node:net';
import { err, ok, type Result } from '../core/result.js';

export interface ListenAddress {
  /** 0 for any free port. */
  readonly port: number;
  /** Every address when absent: of IPv6 and IPv4, or of IPv4 on a machine without IPv6. */
  readonly host?: string | undefined;
}

const SENTENCES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use already',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'does not belong to this machine',
};

/** Starts listening, and returns the port; refuses with a sentence an address that cannot be had. */
export function listen(server: Server, { port, host }: ListenAddress): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = SENTENCES[error.code ?? ''] ?? `cannot be listened on (${error.message})`;
      const where = host === undefined ? `Port ${port}` : `${host}:${port}`;
      resolve(err(`${where} ${why}; give another port or address.`));
    });
    server.listen({ port, host }, () => {
      const address = server.address();
      resolve(ok(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
