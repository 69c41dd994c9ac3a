import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteRefusals } from './suite/audit.js';
import { applyPlatform } from './suite/platform.js';
import { api, apply, eventually, kubectl, paths } from './suite/test-cluster.js';
import {
  environmentOf,
  INJECT,
  installWebhook,
  manifests,
  podWith,
  statusOf,
  untilInjecting,
  untilPod,
  WEBHOOK,
} from './suite/webhook.js';

const NAMESPACE = 'faults';
const asking = podWith({ [`${INJECT}java`]: 'true' });

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  applyPlatform({});
  await untilInjecting(NAMESPACE);
});

afterAll(() => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

const logged = (text: string): Promise<true> =>
  eventually(`The log does not say "${text}"`, () =>
    kubectl(
      'logs',
      `--namespace=${WEBHOOK}`,
      `--selector=app.kubernetes.io/name=${WEBHOOK}`,
      '--tail=500',
    ).includes(text)
      ? true
      : undefined,
  );

describe('a permission is missing', () => {
  test('verb, resource and manifest are named, the rest goes on, and it is mended without a restart', async () => {
    await noteRefusals(paths.state, async () => {
      const { body } = await api('/apis/rbac.authorization.k8s.io/v1/clusterroles/doka-tracing');
      const role = body as { readonly rules: readonly { readonly resources: readonly string[] }[] };
      const rules = role.rules.filter(({ resources }) => !resources.includes('limitranges'));
      apply(
        JSON.stringify({
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: 'doka-tracing' },
          rules: [...rules, { apiGroups: [''], resources: ['namespaces'], verbs: ['list', 'watch'] }],
        }),
      );
      kubectl('rollout', 'restart', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`);
      await logged('may not list limitranges');
      await logged('manifests/base/rbac.yaml');
      kubectl('apply', '-k', manifests('overlays', 'cluster-wide'));
      kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=180s');
    });
    await untilInjecting(NAMESPACE);
  });
});

describe('a TracingPlatform is bad', () => {
  test('the last good one stays in force, and the condition says why', async () => {
    applyPlatform({ collector: { name: 'good' } });
    const endpoint = 'http://good-collector.monitoring.svc:4318';
    const isGood = (pod: Parameters<typeof environmentOf>[0]): boolean =>
      environmentOf(pod)['OTEL_EXPORTER_OTLP_ENDPOINT'] === endpoint;
    await untilPod('The good one is not seen', NAMESPACE, { pod: asking, is: isGood });
    // As a definition of another version, without its rules, would let it pass.
    const crd = 'customresourcedefinition/tracingplatforms.tracing.dokaseca.io';
    const loose = {
      type: 'object',
      'x-kubernetes-preserve-unknown-fields': true,
    };
    const patch = [{ op: 'replace', path: '/spec/versions/0/schema/openAPIV3Schema', value: loose }];
    kubectl('delete', 'validatingwebhookconfiguration', WEBHOOK);
    kubectl('patch', crd, '--type=json', `--patch=${JSON.stringify(patch)}`);
    await eventually('The bad one is refused', () => applyPlatform({ backend: 'zipkin-of-old' }));
    const message = await eventually('The condition does not say why', async () => {
      const { body } = await api('/apis/tracing.dokaseca.io/v1alpha1/tracingplatforms/default');
      const { status } = body as {
        readonly status?: {
          readonly conditions?: readonly { readonly status: string; readonly message: string }[];
        };
      };
      return status?.conditions?.find((condition) => condition.status === 'False')?.message;
    });
    expect(message).toContain('spec.backend');
    await untilPod('The good one is not in force', NAMESPACE, { pod: asking, is: isGood });
    kubectl('apply', '-k', manifests('overlays', 'cluster-wide'));
    applyPlatform({});
    await untilInjecting(NAMESPACE);
  });
});

/** Name of one of the replicas. */
const findReplica = (): string => {
  const where = [`--namespace=${WEBHOOK}`, `--selector=app.kubernetes.io/name=${WEBHOOK}`];
  return kubectl('get', 'pods', ...where, '--output=jsonpath={.items[0].metadata.name}');
};

/** Runs a program of JavaScript beside the webhook, in its container; throws when it fails. */
const runIn = (replica: string, program: string): string =>
  kubectl('exec', replica, `--namespace=${WEBHOOK}`, '--', 'node', '--eval', program);

/** Tells whether something listens on the port of the inspector. */
const INSPECTOR_ANSWERS = `
  const socket = require('node:net').connect(9229, '127.0.0.1');
  socket.on('connect', () => { console.log('open'); socket.destroy(); }).on('error', ({ code }) => console.log(code));`;

describe('a signal comes', () => {
  test('SIGUSR1 does not open the inspector', () => {
    const replica = findReplica();
    runIn(replica, "process.kill(1, 'SIGUSR1')");
    expect(runIn(replica, INSPECTOR_ANSWERS)).toBe('ECONNREFUSED\n');
  });

  test('SIGHUP ends the replica in order, as SIGTERM does', async () => {
    runIn(findReplica(), "process.kill(1, 'SIGHUP')");
    await logged('Shutting down; draining connections.');
    kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=120s');
    await untilInjecting(NAMESPACE);
  });
});

describe('the definition of Instrumentations is missing', () => {
  test('pods of the platform are injected, and an Instrumentation is seen when it comes', async () => {
    kubectl('delete', '-k', manifests('components', 'instrumentation-crd'), '--ignore-not-found', '--wait');
    const pod = await untilPod('The pod is not sent to the Collector of the platform', NAMESPACE, {
      pod: asking,
      is: (answered) =>
        environmentOf(answered)['OTEL_EXPORTER_OTLP_ENDPOINT'] ===
        'http://otel-collector.monitoring.svc:4318',
    });
    expect(statusOf(pod)).toBe('injected');
    kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
    const established = ['--for=condition=Established', 'crd/instrumentations.opentelemetry.io'];
    // kubectl fails where a definition has no conditions at all yet.
    await eventually('The definition is not established', () =>
      kubectl('wait', ...established, '--timeout=60s'),
    );
    const late = {
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata: { name: 'late', namespace: NAMESPACE },
      spec: { exporter: { endpoint: 'http://late:4318' } },
    };
    // An established definition is served a moment later.
    await eventually('The Instrumentation is not taken', () => apply(JSON.stringify(late)));
    await untilPod('The Instrumentation is not seen', NAMESPACE, {
      pod: asking,
      is: (answered) => environmentOf(answered)['OTEL_EXPORTER_OTLP_ENDPOINT'] === 'http://late:4318',
    });
  });
});
