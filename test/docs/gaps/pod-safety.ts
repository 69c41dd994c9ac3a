import { expect } from 'vitest';
import type { Volume } from '../../../src/core/kubernetes/pod.js';
import { codesOf, containerOf, decided, namesOf, variableOf } from '../scene.js';
import { BY_OPTIONAL_SECRET, BY_SECRET, type Checks } from './check.js';
import { like } from '../../support/like.js';

const duplicates = (names: readonly (string | undefined)[]): readonly (string | undefined)[] =>
  names.filter((name, index) => names.indexOf(name) !== index);

const volumeNames = (volumes: readonly Volume[] = []): readonly string[] => volumes.map(({ name }) => name);

/** Gaps that make a pod which cannot be created or cannot start. */
export const POD_SAFETY: Checks = {
  'attributes, options or library paths set by reference make an invalid pod': () => {
    const asked = [
      ['inject-sdk', 'OTEL_RESOURCE_ATTRIBUTES'],
      ['inject-nginx', 'LD_LIBRARY_PATH'],
      ['inject-java', 'JAVA_TOOL_OPTIONS'],
      ['inject-python', 'PYTHONPATH'],
    ] as const;
    for (const [key, name] of asked) {
      const outcome = decided({ annotations: { [key]: 'true' }, app: { env: [{ name, ...BY_SECRET }] } });
      expect(variableOf(outcome, `${name}__USER`)).toEqual({ name: `${name}__USER`, ...BY_SECRET });
      expect(variableOf(outcome, name)?.value).toContain(`$(${name}__USER)`);
      expect(variableOf(outcome, name)?.valueFrom).toBeUndefined();
      const optional = { env: [{ name, ...BY_OPTIONAL_SECRET }] };
      expect(codesOf(decided({ annotations: { [key]: 'true' }, app: optional }))).toContain(
        'options-optional',
      );
    }
    const exporter = { endpoint: 'http://collector:4318' };
    const instrumentations = { main: { exporter, python: { env: [{ name: 'PYTHONPATH', ...BY_SECRET }] } } };
    const outcome = decided({ annotations: { 'inject-python': 'true' }, instrumentations });
    expect(codesOf(outcome)).toEqual(['options-optional']);
    expect(outcome.injections).toEqual([]);
  },

  'an unknown Python platform makes a pod that never starts': () => {
    const outcome = decided({ annotations: { 'inject-python': 'true', 'otel-python-platform': 'alpine' } });
    expect(codesOf(outcome)).toEqual(['setting-invalid']);
    expect(outcome.pod.spec.initContainers).toBeUndefined();
  },

  'Apache httpd and Nginx in one pod break each other': () => {
    const { pod, findings } = decided({
      annotations: {
        'inject-apache-httpd': 'true',
        'apache-httpd-container-names': 'web',
        'inject-nginx': 'true',
        'inject-nginx-container-names': 'proxy',
      },
      instrumentations: { main: { exporter: { endpoint: 'http://collector:4317' } } },
      spec: { containers: [{ name: 'web' }, { name: 'proxy' }] },
    });
    expect(findings).toEqual([]);
    const volumes = volumeNames(pod.spec.volumes);
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    const mounted = all.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name));
    expect(mounted.filter((name) => !volumes.includes(name))).toEqual([]);
    expect(duplicates(all.map(({ name }) => name))).toEqual([]);
    expect(all.filter(({ name }) => name.startsWith('otel-agent-source-container-clone'))).toHaveLength(2);
  },

  'TLS Secrets and ConfigMaps with dots or long names make invalid volumes': () => {
    const long = 'certificates-of-the-collector-in-the-monitoring-namespace';
    const namesFor = (secretName: string): readonly string[] => {
      const instrumentations = {
        main: {
          exporter: { endpoint: 'https://c:4318', tls: { secretName, configMapName: `${secretName}.ca` } },
        },
      };
      return volumeNames(
        decided({ annotations: { 'inject-sdk': 'true' }, instrumentations }).pod.spec.volumes,
      );
    };
    const names = ['client.certs', `${long}-blue`, `${long}-green`].flatMap(namesFor);
    expect(names).toHaveLength(6);
    expect(names.filter((name) => !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))).toEqual([]);
    expect(duplicates(names)).toEqual([]);
  },

  'Go in a pod with hostPID makes an invalid pod': () => {
    const annotations = { 'inject-go': 'true', 'otel-go-auto-target-exe': '/app' };
    const { pod, status } = decided({ annotations, spec: { hostPID: true } });
    expect(status).toBe('injected');
    expect(pod.spec.shareProcessNamespace).toBeUndefined();
    expect(decided({ annotations }).pod.spec.shareProcessNamespace).toBe(true);
  },

  'volumes, containers and mounts of the user that meet ours are doubled or removed': () => {
    const java = { 'inject-java': 'true' };
    const name = 'opentelemetry-auto-instrumentation-java';
    expect(codesOf(decided({ annotations: java, spec: { volumes: [{ name, emptyDir: {} }] } }))).toEqual([
      'name-conflict',
    ]);
    const mountPath = '/otel-auto-instrumentation-java-app/';
    const mounts = { volumeMounts: [{ name: 'data', mountPath }] };
    expect(codesOf(decided({ annotations: java, app: mounts }))).toEqual(['mount-conflict']);
    const paths = ['/etc/nginx', '/etc/nginx/conf.d', '/etc/nginx-cache', '/data/etc/nginx'];
    const volumeMounts = paths.map((path, index) => ({ name: `v${index}`, mountPath: path }));
    const outcome = decided({ annotations: { 'inject-nginx': 'true' }, app: { volumeMounts } });
    const left = (containerOf(outcome).volumeMounts ?? []).map((mount) => mount.mountPath);
    expect(left).toEqual(like.arrayContaining(['/etc/nginx-cache', '/data/etc/nginx']));
    expect(left).not.toContain('/etc/nginx/conf.d');
    expect(duplicates(left)).toEqual([]);
  },

  'an Instrumentation without an image makes a container without one': () => {
    for (const language of ['java', 'nodejs', 'python', 'dotnet']) {
      const outcome = decided({ annotations: { [`inject-${language}`]: 'true' } });
      const agent = containerOf(outcome, `opentelemetry-auto-instrumentation-${language}`);
      expect(agent.image).toMatch(/^ghcr\.io\/.*:\d/);
    }
  },

  'a pod that cannot be decoded is denied': () => {
    const spec = { containers: 'none' } as unknown as { containers: [] };
    const outcome = decided({ annotations: { 'inject-java': 'true' }, spec });
    expect(codesOf(outcome)).toEqual(['pod-malformed']);
    expect(outcome.operations).toEqual([]);
  },

  'Windows pods get Linux paths': () => {
    const nodeSelector = { 'kubernetes.io/os': 'windows' };
    for (const spec of [{ os: { name: 'windows' } }, { nodeSelector }]) {
      const outcome = decided({ annotations: { 'inject-dotnet': 'true' }, spec });
      expect(codesOf(outcome)).toEqual(['windows-unsupported']);
      expect(namesOf(outcome)).toEqual([]);
    }
  },
};
