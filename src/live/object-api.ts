import type {
  Configuration,
  KubeConfig,
  KubernetesObjectApi,
  RequestContext,
  V1APIResource,
} from '@kubernetes/client-node';
import { isRecord } from '../core/json.js';
import { parseJson } from '../text/parse-json.js';
import { ANSWER_MS } from './bounds.js';
import { ApiStatusError, KindAbsentError } from './live-failure.js';

/** An answer that is no object. */
export interface TextAnswer {
  readonly text: string;
  /** When it was given, by the clock of whoever gave it; undefined where it does not say. */
  readonly date: Date | undefined;
}

/** What is asked by its path: what is no object, as `/metrics`, or an object in another form, as `accept` says. */
export interface TextApi {
  readonly fetchText: (path: string, accept: string) => Promise<TextAnswer>;
}

/**
 * The client library's API for objects of any kind, which finds out what the resource of a kind is called. Answers stay
 * as the API server wrote them: the library's own reading drops fields that it does not know, and renames others, as
 * `default` of a LimitRange. Throws `ApiStatusError` for an answer that is no success, `KindAbsentError` for a kind that
 * the cluster does not have, and what the connection or the login threw.
 */
export async function createObjectApi(config: KubeConfig): Promise<KubernetesObjectApi & TextApi> {
  const { KubernetesObjectApi: ObjectApi, HttpMethod } = await import('@kubernetes/client-node');

  class PlainObjectApi extends ObjectApi implements TextApi {
    readonly #asked = new Map<string, Promise<unknown>>();

    fetchText(path: string, accept: string): Promise<TextAnswer> {
      const context = this.configuration.baseServer.makeRequestContext(path, HttpMethod.GET);
      context.setHeaderParam('Accept', accept);
      return sendForText(this.configuration, context);
    }

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

/** Sends a request as the library does, and gives the answer as it came. Throws as the API for objects does. */
async function sendForText(
  { authMethods, httpApi }: Configuration,
  context: RequestContext,
): Promise<TextAnswer> {
  context.setSignal(AbortSignal.timeout(ANSWER_MS));
  await authMethods.default?.applySecurityAuthentication(context);
  const response = await httpApi.send(context).toPromise();
  const text = await response.body.text();
  const { httpStatusCode: status, headers } = response;
  if (status < 200 || status > 299) throw new ApiStatusError(status, text);
  const date = new Date(headers['date'] ?? '');
  return { text, date: Number.isNaN(date.getTime()) ? undefined : date };
}
