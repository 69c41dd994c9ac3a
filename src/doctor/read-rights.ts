import { ok } from '../core/result.js';
import { API_CALLS, isNeeded, type ApiCall, type CallName, type Need, type Verb } from '../kube/api-calls.js';
import type { Installation } from '../live/installation.js';
import type { LiveAnswer, LiveCluster } from '../live/live-cluster.js';
import { hasOwnAuthority } from './certificate-secret.js';
import type { RightFacts } from './facts.js';
import { readPodSpec, readStatus, readText } from './object-fields.js';

/** Asks for each call that the installation makes whether its ServiceAccount may make it. */
export async function readRights(
  cluster: LiveCluster,
  installation: Installation | undefined,
): Promise<readonly RightFacts[]> {
  if (installation === undefined) return [];
  const { namespace, deployment, flags } = installation;
  const needs = new Set<Need>(flags.needs);
  if (hasOwnAuthority(deployment)) needs.add('certs-self');
  const account = readText(readPodSpec(deployment), 'serviceAccountName');
  const user = `system:serviceaccount:${namespace}:${account === '' ? 'default' : account}`;
  const asked = (Object.entries(API_CALLS) as readonly (readonly [CallName, ApiCall])[])
    .filter(([, call]) => isNeeded(call, needs))
    .flatMap(([name, call]) => call.verbs.map((verb) => ({ name, call, verb })));
  return await Promise.all(
    asked.map(async (each) => ({
      ...each,
      isAllowed: await askAccess(cluster, { ...each, user, namespace }),
    })),
  );
}

interface AccessQuestion {
  readonly call: ApiCall;
  readonly verb: Verb;
  readonly user: string;
  readonly namespace: string;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access */
async function askAccess(
  cluster: LiveCluster,
  { call, verb, user, namespace }: AccessQuestion,
): Promise<LiveAnswer<boolean>> {
  const { group, version, resource, subresource, names, scope } = call;
  const answer = await cluster.create({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: {},
    spec: {
      user,
      // As the API server knows a ServiceAccount.
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      resourceAttributes: {
        ...{ group, version, resource, verb },
        ...(subresource === undefined ? {} : { subresource }),
        ...(names === undefined ? {} : { name: names[0] }),
        ...(scope === 'own-namespace' ? { namespace } : {}),
      },
    },
  });
  return answer.ok ? ok(readStatus(answer.value)['allowed'] === true) : answer;
}
