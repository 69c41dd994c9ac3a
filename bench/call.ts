import { Agent, request } from 'node:https';

export interface Target {
  readonly url: URL;
  /** PEM; without it the certificate is not verified. */
  readonly ca?: string;
}

export interface Answer {
  readonly status: number;
  readonly isPatched: boolean;
}

/** Sends one review on a connection of its own. Rejects when there is no answer, or one that is no AdmissionReview. */
export function sendReview({ url, ca }: Target, text: string): Promise<Answer> {
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  return new Promise((resolve, reject) => {
    const agent = new Agent({ keepAlive: false, ...trust });
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve({
            status: response.statusCode ?? 0,
            isPatched: hasPatch(Buffer.concat(chunks).toString('utf8')),
          });
        } catch (error) {
          reject(
            new Error(`${url.href} answered ${response.statusCode ?? 0} without a review`, { cause: error }),
          );
        }
      });
    });
    call.on('error', reject);
    call.end(text);
  });
}

function hasPatch(text: string): boolean {
  const { response } = JSON.parse(text) as { response: { allowed: boolean; patch?: string } };
  if (!response.allowed) throw new Error('the answer does not allow the pod');
  return response.patch !== undefined;
}
