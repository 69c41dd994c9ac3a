import { expect } from 'vitest';
import { codesOf, decided, instrumentation, namesOf, NAMESPACE, outcomeOf, variableOf } from '../scene.js';
import type { Checks } from './check.js';
import { like } from '../../support/like.js';

const TWO = { containers: [{ name: 'app' }, { name: 'worker' }] };

/** Gaps where nothing tells what went wrong, or one failure takes all. */
export const FEEDBACK: Checks = {
  'skips are silent': () => {
    const unknown = decided({ annotations: { 'inject-java': 'true', 'container-names': 'app,nobody' } });
    expect(codesOf(unknown)).toEqual(['container-not-found']);
    expect(unknown.status).toBe('partial');
    expect(unknown.pod.metadata?.annotations).toMatchObject({
      'tracing.dokaseca.io/reason': 'container-not-found',
      'tracing.dokaseca.io/message': like.stringContaining('nobody'),
    });
    const twice = decided({ annotations: { 'inject-java': 'true', 'container-names': 'app,app' } });
    expect(namesOf(twice).filter((name) => name === 'JAVA_TOOL_OPTIONS')).toHaveLength(1);
    const unnamed = decided({ annotations: { 'inject-java': 'true', 'inject-python': 'true' }, spec: TWO });
    expect(codesOf(unnamed)).toEqual(['ambiguous-containers']);
  },

  'one failure cancels every language': () => {
    const annotations = {
      'inject-java': 'true',
      'inject-nodejs': 'no-such-name',
      'java-container-names': ' app , b_d',
    };
    const tls = { secretName: 'missing', ca_file: 'ca.crt' };
    const instrumentations = { main: { exporter: { endpoint: 'https://c:4318', tls } } };
    const outcome = decided({ annotations, instrumentations });
    expect(codesOf(outcome)).toEqual([
      'instrumentation-not-found',
      'container-names-invalid',
      'reference-optional',
    ]);
    expect(outcome.injections.map(({ language }) => language)).toEqual(['java']);
    const secret = { secretName: 'missing', optional: true };
    expect(outcome.pod.spec.volumes).toContainEqual(like.objectContaining({ secret }));
  },

  'targets that are skipped still cost a container and a volume': () => {
    const app = { env: [{ name: 'CORECLR_PROFILER', value: '{846F5F1C-F9AE-4B07-969E-05C26BC060D8}' }] };
    const { pod, findings } = decided({ annotations: { 'inject-dotnet': 'true' }, app });
    expect(findings.map(({ code }) => code)).toEqual(['user-setting-unsupported']);
    expect(pod.spec).toEqual({ containers: [like.objectContaining({ name: 'app', env: app.env })] });
  },

  'pods that came before their Instrumentation stay as they are': () => {
    const early = decided({ annotations: { 'inject-java': 'true' }, instrumentations: {} });
    expect(codesOf(early)).toEqual(['instrumentation-missing']);
    expect(early.pod.metadata?.annotations).toMatchObject({ 'tracing.dokaseca.io/status': 'skipped' });
    const hashOf = (endpoint: string): string =>
      decided({
        annotations: { 'inject-java': 'true' },
        instrumentations: { main: { exporter: { endpoint } } },
      }).configHash;
    expect(hashOf('http://a:4318')).toBe(hashOf('http://a:4318'));
    expect(hashOf('http://a:4318')).not.toBe(hashOf('http://b:4318'));
  },

  'variables from envFrom or from the image are overridden and lost': () => {
    const annotations = { 'inject-java': 'true' };
    const app = { envFrom: [{ configMapRef: { name: 'settings' } }] };
    const configMaps = new Map([
      [`${NAMESPACE}/settings`, { JAVA_TOOL_OPTIONS: '-Xmx1g', OTEL_SERVICE_NAME: 'till' }],
    ]);
    const held = decided({ annotations, app, snapshot: { configMaps } });
    expect(variableOf(held, 'JAVA_TOOL_OPTIONS')?.value).toMatch(/^-Xmx1g -javaagent:/);
    expect(namesOf(held)).not.toContain('OTEL_SERVICE_NAME');
    const unseen = decided({ annotations, app });
    expect(codesOf(unseen)).toContain('variables-may-be-hidden');
    expect(namesOf(unseen)).toContain('JAVA_TOOL_OPTIONS');
  },

  'other agents are not noticed': () => {
    const codes = (language: string, name: string, value: string): readonly string[] =>
      codesOf(decided({ annotations: { [`inject-${language}`]: 'true' }, app: { env: [{ name, value }] } }));
    expect(codes('java', 'JAVA_TOOL_OPTIONS', '-javaagent:/other.jar')).toContain('agent-conflict');
    expect(codes('java', 'JAVA_TOOL_OPTIONS', '-Xmx1g')).not.toContain('agent-conflict');
    expect(codes('nodejs', 'NODE_OPTIONS', '--require dd-trace/init')).toContain('agent-conflict');
    expect(codes('nodejs', 'NODE_OPTIONS', '--require ./settings.js')).not.toContain('agent-conflict');
    expect(codes('dotnet', 'CORECLR_PROFILER', '{other}')).toContain('user-setting-unsupported');
    expect(codes('dotnet', 'CORECLR_PROFILER_PATH', '/other.so')).toContain('user-setting-unsupported');
    const command = ['java', '-javaagent:/app/opentelemetry-javaagent.jar', '-jar', 'app.jar'];
    expect(codesOf(decided({ annotations: { 'inject-java': 'true' }, app: { command } }))).toContain(
      'agent-conflict',
    );
  },

  'every pod creation costs a call and a look-up': () => {
    expect(outcomeOf({})).toEqual({ kind: 'unchanged', why: 'not-requested' });
  },

  'looking up owners delays the pod': () => {
    const { pod } = decided({
      annotations: { 'inject-java': 'true' },
      metadata: {
        labels: { 'pod-template-hash': '5d8f7c9b64' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'till-5d8f7c9b64' }],
      },
    });
    expect(variableOf({ pod }, 'OTEL_SERVICE_NAME')?.value).toBe('till');
  },

  'the same objects are fetched again for each language': () => {
    const annotations = { 'inject-java': 'true', 'inject-nodejs': 'true', 'inject-python': 'true' };
    const objects = new Map([['main', instrumentation('main', {})]]);
    const snapshot = { instrumentations: new Map([[NAMESPACE, objects]]) };
    const first = decided({ annotations, snapshot });
    expect(first.injections).toHaveLength(3);
    objects.clear();
    expect(codesOf(decided({ annotations, snapshot }))).toEqual(['instrumentation-missing']);
    expect(first.injections.map((each) => each.instrumentation)).toEqual(Array(3).fill(`${NAMESPACE}/main`));
  },

  'nothing is told on the pod, and there is no dry run': () => {
    const { pod } = decided({ annotations: { 'inject-java': 'true' } });
    expect(Object.keys(pod.metadata?.annotations ?? {})).toEqual(
      like.arrayContaining(
        ['status', 'reason', 'message', 'config-hash'].map((key) => `tracing.dokaseca.io/${key}`),
      ),
    );
  },
};
