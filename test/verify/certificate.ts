import { issueSelfSigned } from '../../src/tls/certificates.js';

const DAY_MS = 86_400_000;

/** A certificate that is its own authority, as files; valid from yesterday on for `days`. */
export async function certificateFor(
  name = 'localhost',
  days = 3,
): Promise<{ readonly cert: string; readonly key: string }> {
  const notBefore = new Date(Date.now() - DAY_MS * 2);
  const notAfter = new Date(notBefore.getTime() + DAY_MS * days);
  const { cert, key } = await issueSelfSigned({ names: [name], notBefore, notAfter });
  return { cert, key };
}
