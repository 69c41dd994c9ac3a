import { expect } from 'vitest';
import type { Pod } from '../../../src/core/kubernetes/pod.js';
import { codesOf, containerOf, decided, outcomeOf, variableOf, type Scene } from '../scene.js';
import type { Checks } from './check.js';
import { like } from '../../support/like.js';

const CLONE = 'otel-agent-source-container-clone';
const GO = { 'inject-go': 'true', 'otel-go-auto-target-exe': '/app' };

const secondAnswer = (scene: Scene): unknown => outcomeOf(scene, decided(scene).pod);

/** Gaps in how a pod is changed. */
export const MUTATION: Checks = {
  'a second admission injects again': () => {
    const setup = { initContainers: [{ name: 'setup' }] };
    const annotations = { 'inject-sdk': 'true', 'container-names': 'setup' };
    const scenes: readonly Scene[] = [
      { annotations, spec: setup },
      { annotations: { 'inject-sdk': 'true' }, spec: { nodeName: 'node-1' } },
      { annotations: { 'inject-java': 'true', 'inject-nginx': 'true' } },
    ];
    for (const scene of scenes)
      expect(secondAnswer(scene)).toEqual({ kind: 'unchanged', why: 'already-injected' });
  },

  'agent containers lose the security context of their target': () => {
    const securityContext = { runAsUser: 1000, runAsNonRoot: true };
    for (const count of [1, 3, 5, 6, 7, 9, 10]) {
      const setup = Array.from({ length: count }, (_, index) => ({
        name: `setup-${index}`,
        securityContext,
      }));
      const outcome = decided({
        annotations: {
          'inject-java': 'true',
          'inject-nodejs': 'true',
          'container-names': `setup-${count - 1}`,
        },
        instrumentations: { main: { java: { extensions: [{ image: 'extension:1', dir: '/files' }] } } },
        spec: { initContainers: setup },
      });
      const added = (outcome.pod.spec.initContainers ?? []).filter(({ name }) => !name.startsWith('setup-'));
      expect(added).toHaveLength(3);
      for (const container of added) expect(container.securityContext).toMatchObject(securityContext);
    }
  },

  'fields that are not known to the webhook are dropped': () => {
    const scene: Scene = {
      annotations: { 'inject-java': 'true' },
      spec: { fieldOfTheFuture: { kept: true } },
      app: { env: [{ name: 'A', value: '1' }] },
    };
    const { operations, pod } = decided(scene);
    expect(pod.spec).toMatchObject({ fieldOfTheFuture: { kept: true } });
    expect(operations.filter(({ op }) => op === 'remove' || op === 'replace')).toEqual([]);
    expect(operations.map(({ path }) => path)).toEqual(
      like.not.arrayContaining(['/spec', '/spec/containers/0']),
    );
  },

  'clones share the variables of the container that they copy': () => {
    const env = [
      { name: 'OTEL_POD_IP', value: '10.0.0.1' },
      { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=blue' },
      { name: 'LD_LIBRARY_PATH', value: '/opt' },
    ];
    const outcome = decided({ annotations: { 'inject-java': 'true', 'inject-nginx': 'true' }, app: { env } });
    expect(containerOf(outcome, CLONE).env).toEqual(env);
    expect(variableOf(outcome, 'LD_LIBRARY_PATH')?.value).toMatch(/^\/opt:/);
  },

  'a Job with the Go sidecar never completes': () => {
    const metadata = { ownerReferences: [{ kind: 'Job', name: 'report' }] };
    for (const scene of [{ metadata }, { spec: { restartPolicy: 'Never' } }]) {
      const outcome = decided({ annotations: GO, ...scene });
      expect(codesOf(outcome)).toEqual(['go-in-job']);
      expect(outcome.pod.spec.containers).toHaveLength(1);
    }
  },

  'agent containers ignore pull secrets, quotas and the security of the pod': () => {
    const annotations = { 'inject-java': 'true' };
    const agentOf = (scene: Scene): ReturnType<typeof containerOf> =>
      containerOf(decided({ annotations, ...scene }), 'opentelemetry-auto-instrumentation-java');
    const pod: Pod['spec']['securityContext'] = { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } };
    expect(agentOf({ spec: { securityContext: pod } }).securityContext).toMatchObject({
      runAsUser: 65532,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'Localhost' },
    });
    expect(agentOf({}).resources).toBeUndefined();
    const small = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '250Mi' } };
    const limits = [{ type: 'Container', max: { memory: '240Mi' } }];
    const limitRanges = new Map([['shop', [{ name: 'small', limits }]]]);
    expect(agentOf({ app: { resources: small } }).resources?.requests).toEqual({
      cpu: '10m',
      memory: '33554432',
    });
    expect(agentOf({ app: { resources: small }, snapshot: { limitRanges } }).resources?.limits).toMatchObject(
      {
        memory: '251658240',
      },
    );
    const platform = { agents: { pullSecret: 'registry' } };
    expect(decided({ annotations, platform }).pod.spec.imagePullSecrets).toEqual([{ name: 'registry' }]);
  },
};
