import { afterEach, beforeEach, expect, test } from 'vitest';
import { openClusterContext } from '../../src/serve/cluster-context.js';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';
import { API_CALLS, type ApiCall } from '../../src/kube/api-calls.js';
import { createKubeClient } from '../../src/kube/client.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { apiPath } from '../support/api-server/request-path.js';
import { createClusterRig, PLATFORMS, type ClusterRig } from '../support/cluster-rig.js';
import { OWNER_KINDS } from '../../src/inspect/cluster-workloads.js';
import { QUICK } from '../support/quick-pace.js';
import { until } from '../support/until.js';
import { WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';

const AUDIT_THREAD = new URL('../../dist/auditor/audit-thread.js', import.meta.url);

let rig: ClusterRig;

beforeEach(async () => {
  rig = await createClusterRig();
});

afterEach(() => rig.end());

/** The calls that following a cluster needs by the table, as they are seen on the wire. */
const EXPECTED = Object.entries<ApiCall>(API_CALLS)
  // No pod is judged here, so there is nothing to tell an owner.
  .filter(([row, { neededBy }]) => !neededBy.includes('certs-self') && row !== 'owner-events')
  .flatMap(([, { group, version, resource, subresource, verbs }]) =>
    verbs.map((verb) => [verb, `${group}/${version}/${resource}`, subresource ?? ''].join(' ')),
  );

const asked = (): readonly string[] =>
  rig.server.requests.map(({ verb, path }) => {
    const { resource = '', subresource = '' } = apiPath(path) ?? {};
    return [verb, resource, subresource].join(' ');
  });

test('following a cluster asks for what its rows allow, for all of it and for nothing else', async () => {
  rig.fill();
  rig.put(PLATFORMS, 'default', { spec: {} });
  // A pod of each kind that the auditor looks for.
  for (const { apiVersion, kind } of OWNER_KINDS) {
    const owner = { apiVersion, kind, name: 'app', uid: kind, controller: true };
    rig.put('/v1/pods', kind.toLowerCase(), { metadata: { ownerReferences: [owner] } }, 'shop');
  }
  const context = openClusterContext({
    client: createKubeClient(rig.server.connection),
    isOwn: true,
    webhookConfiguration: WEBHOOK_CONFIGURATION,
    needs: new Set([
      'auditor',
      'collector-status',
      'owners-watch',
      'watch-configmaps',
      'watch-service-accounts',
    ]),
    languages: new Set(DEFAULT_LANGUAGES),
    logger: createLogger('silent', { write: () => undefined }),
    pace: QUICK,
    auditThread: AUDIT_THREAD,
  });
  try {
    await until(asked, (calls) => EXPECTED.every((call) => calls.includes(call)));
    expect(context.waitingFor()).toEqual([]);
    expect(new Set(asked())).toEqual(new Set(EXPECTED));
  } finally {
    context.stop();
  }
});
