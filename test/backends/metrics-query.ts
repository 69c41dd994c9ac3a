/** A series in the answer of Prometheus to an instant query. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** What a metrics server answers to an expression of PromQL; throws where it refuses it. */
export async function askPrometheus(url: string, expr: string): Promise<readonly Series[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expr }).toString()}`);
  const { data, error } = (await response.json()) as {
    readonly data?: { readonly result: readonly Series[] };
    readonly error?: string;
  };
  if (data === undefined) throw new Error(`${expr}: ${error ?? 'no data'}`);
  return data.result;
}
