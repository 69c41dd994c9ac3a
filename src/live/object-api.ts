import type { KubeConfig, KubernetesObjectApi, V1APIResource } from '@kubernetes/client-node';
import { isRecord } from '../core/json.js';
import { parseJson } from '../text/parse-json.js';
import { ANSWER_MS } from './bounds.js';
import { ApiStatusError, KindAbsentError } from './live-failure.js';

/**
 * The client library's API for objects of any kind, which finds out what the resource of a kind is called. Answers stay
 * as the API server wrote them: the library's own reading drops fields that it does not know, and renames others, as
 * `default` of a LimitRange. Throws `ApiStatusError` for an answer that is no success, `KindAbsentError` for a kind that
 * the cluster does not have, and what the connection or the login threw.
 */
export async function createObjectApi(config: KubeConfig): Promise<KubernetesObjectApi> {
  const { KubernetesObjectApi: ObjectApi } = await import('@kubernetes/client-node');

  class PlainObjectApi extends ObjectApi {
    readonly #asked = new Map<string, Promise<unknown>>();

    protected override requestPromise<T extends object>(
      ...[context, type, options]: Parameters<KubernetesObjectApi['requestPromise']>
    ): Promise<T> {
      context.setSignal(AbortSignal.timeout(ANSWER_MS));
      return super.requestPromise<T>(context, type, options);
    }

    protected override async processResponse<T extends object>(
      ...[response]: Parameters<KubernetesObjectApi['processResponse']>
    ): Promise<T> {
      const body = await response.body.text();
      const { httpStatusCode: status } = response;
      if (status < 200 || status > 299) throw new ApiStatusError(status, body);
      const data = parseJson(body);
      if (!isRecord(data)) throw new Error('the answer is no JSON of an object');
      return data as T;
    }

    /** What kinds an API version has is asked once, also where several requests begin at the same time. */
    protected override async resource(apiVersion: string, kind: string): Promise<V1APIResource> {
      const asked = this.#asked.get(apiVersion) ?? super.resource(apiVersion, kind);
      this.#asked.set(apiVersion, asked);
      try {
        await asked;
      } catch (error) {
        this.#asked.delete(apiVersion);
        if (error instanceof ApiStatusError && error.status === 404) throw new KindAbsentError();
        throw error;
      }
      const known = this.apiVersionResourceCache[apiVersion]?.resources;
      const resource = known?.find((each) => each.kind === kind);
      if (resource === undefined) throw new KindAbsentError();
      return resource;
    }
  }

  return config.makeApiClient(PlainObjectApi);
}
