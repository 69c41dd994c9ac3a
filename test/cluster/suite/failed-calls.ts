import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Calls of a webhook that came to nothing, so that the pod went on without it. */
export interface FailedCalls {
  /** The webhook gave no answer in time: on a busy machine that may be the machine's fault. */
  readonly late: number;
  /** How the others failed, one sentence each. */
  readonly broken: readonly string[];
}

const FAILED_OPEN = /Failed calling webhook, failing open [^:]+: (.*)$/;
const LATE = /context deadline exceeded|Client\.Timeout exceeded/;

/** Reads on from where the API server's log ends now; the function that is given back tells what has come since. */
export function watchFailedCalls(state: string): () => FailedCalls {
  const read = (): string => readFileSync(join(state, 'logs', 'kube-apiserver.log'), 'utf8');
  const begins = read().length;
  return () => {
    const causes = read()
      .slice(begins)
      .split('\n')
      .flatMap((line) => FAILED_OPEN.exec(line)?.[1] ?? []);
    return {
      late: causes.filter((cause) => LATE.test(cause)).length,
      broken: causes.filter((cause) => !LATE.test(cause)),
    };
  };
}
