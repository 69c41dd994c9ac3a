/** Starts what goes on until its signal says stop; what is given back stops it, and waits until it has ended. */
export function runInBackground(work: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const ending = new AbortController();
  const ended = work(ending.signal);
  return () => {
    ending.abort();
    return ended;
  };
}
