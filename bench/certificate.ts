import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueSelfSigned } from '../src/tls/certificates.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Runs work with a temporary folder that holds a new `tls.crt` and `tls.key` for 127.0.0.1, P-256 as the webhook's own. */
export async function withCertificate<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-bench-'));
  try {
    const { cert, key } = await issueSelfSigned({
      names: ['127.0.0.1'],
      notBefore: new Date(Date.now() - DAY_MS),
      notAfter: new Date(Date.now() + DAY_MS),
    });
    writeFileSync(join(folder, 'tls.key'), key, { mode: 0o600 });
    writeFileSync(join(folder, 'tls.crt'), cert);
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
