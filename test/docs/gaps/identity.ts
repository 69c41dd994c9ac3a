import { expect } from 'vitest';
import { attributesOf, decided, namesOf, variableOf, type Decided, type Scene } from '../scene.js';
import type { Checks } from './check.js';
import { like } from '../../support/like.js';

const sdk = (scene: Scene): Decided =>
  decided({ ...scene, annotations: { 'inject-sdk': 'true', ...scene.annotations } });

const withAttributes = (value: string): Scene => ({
  app: { env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value }] },
});

const nameOf = (scene: Scene): string | undefined => variableOf(sdk(scene), 'OTEL_SERVICE_NAME')?.value;

const owned = (kind: string, name: string, more: Scene['metadata'] = {}): Scene => ({
  metadata: { ...more, ownerReferences: [{ kind, name, controller: true }] },
});

const confOf = (outcome: Decided): string | undefined =>
  variableOf(outcome, 'OTEL_NGINX_AGENT_CONF', 'otel-agent-attach-nginx')?.value;

/** Gaps that make the identity of a service wrong or unstable. */
export const IDENTITY: Checks = {
  'attributes of the user are repeated by generated ones': () => {
    const outcome = sdk(withAttributes('k8s.pod.name=mine,k8s.node.name=my-node'));
    const text = variableOf(outcome, 'OTEL_RESOURCE_ATTRIBUTES')?.value ?? '';
    expect(text.split('k8s.pod.name=')).toHaveLength(2);
    expect(attributesOf(outcome)).toMatchObject({ 'k8s.pod.name': 'mine', 'k8s.node.name': 'my-node' });
  },

  'a service.name among the attributes of the user is beaten': () => {
    const outcome = sdk(withAttributes('service.name=till'));
    expect(namesOf(outcome)).not.toContain('OTEL_SERVICE_NAME');
    expect(attributesOf(outcome)['service.name']).toBe('till');
  },

  'service names change with each release of a Rollout, and other owners are not known': () => {
    const labels = { 'rollouts-pod-template-hash': '6b9f' };
    expect(nameOf(owned('ReplicaSet', 'till-6b9f', { labels }))).toBe('till');
    const annotations = { 'openshift.io/deployment-config.name': 'till' };
    expect(nameOf(owned('ReplicationController', 'till-3', { annotations }))).toBe('till');
    expect(nameOf(owned('StrimziPodSet', 'broker'))).toBe('broker');
    expect(nameOf({})).toBe('pod');
  },

  'attribute values are not encoded': () => {
    const outcome = sdk({ annotations: { 'resource.opentelemetry.io/team': 'a b,c=d $(HOME)' } });
    const { team = '', ...others } = attributesOf(outcome);
    expect(team).toBe('a%20b%2Cc%3Dd%20$$(HOME)');
    expect(others['k8s.container.name']).toBe('app');
    const own = sdk(withAttributes('query=a=b,k8s.pod.name=with space'));
    expect(attributesOf(own)).toMatchObject({ query: 'a=b', 'k8s.pod.name': 'with space' });
  },

  'attributes cannot be switched off or replaced': () => {
    const annotations = {
      'resource.opentelemetry.io/k8s.node.name': '',
      'resource.opentelemetry.io/k8s.pod.name': 'x',
    };
    const attributes = attributesOf(sdk({ annotations }));
    expect(Object.keys(attributes)).not.toContain('k8s.node.name');
    expect(attributes['k8s.pod.name']).toBe('x');
    expect(Object.keys(attributesOf(sdk({})))).toContain('k8s.node.name');
  },

  'several languages on one container repeat variables': () => {
    const outcome = decided({
      annotations: { 'inject-java': 'true', 'inject-python': 'true', 'inject-sdk': 'true' },
    });
    expect(outcome.injections).toHaveLength(3);
    const names = namesOf(outcome);
    expect(names).toEqual([...new Set(names)]);
    const keys = (variableOf(outcome, 'OTEL_RESOURCE_ATTRIBUTES')?.value ?? '')
      .split(',')
      .map((item) => item.split('=')[0]);
    expect(keys).toEqual([...new Set(keys)]);
  },

  'the Go sidecar forgets the identity of its program': () => {
    const outcome = decided({
      annotations: { 'inject-go': 'true', 'otel-go-auto-target-exe': '/app' },
      app: {
        env: [
          { name: 'OTEL_SERVICE_NAME', value: 'till' },
          { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=blue' },
        ],
      },
    });
    const sidecar = 'opentelemetry-auto-instrumentation';
    expect(variableOf(outcome, 'OTEL_SERVICE_NAME', sidecar)?.value).toBe('till');
    expect(attributesOf(outcome, sidecar)).toMatchObject({ team: 'blue', 'k8s.container.name': 'app' });
  },

  'the files of web servers ignore the variables': () => {
    const annotations = { 'inject-nginx': 'true' };
    const env = [
      { name: 'OTEL_SERVICE_NAME', value: 'edge' },
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://mine:4317' },
    ];
    const own = confOf(decided({ annotations, app: { env } }));
    expect(own).toContain('NginxModuleServiceName edge;');
    expect(own).toContain('NginxModuleOtelExporterEndpoint http://mine:4317;');
    const asked = { main: { env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://theirs:4317' }] } };
    expect(confOf(decided({ annotations, instrumentations: asked }))).toContain('http://theirs:4317;');
  },

  'variables of a language cannot refer to common ones': () => {
    const env = [{ name: 'HOST', value: 'collector' }];
    const java = { env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://$(HOST):4318' }] };
    const outcome = decided({
      annotations: { 'inject-java': 'true' },
      instrumentations: { main: { env, java } },
    });
    const names = namesOf(outcome);
    expect(names).toEqual(like.arrayContaining(['HOST', 'OTEL_EXPORTER_OTLP_ENDPOINT']));
    expect(names.indexOf('HOST')).toBeLessThan(names.indexOf('OTEL_EXPORTER_OTLP_ENDPOINT'));
    const own = [
      { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=blue' },
      { name: 'COPY', value: '$(OTEL_RESOURCE_ATTRIBUTES)' },
    ];
    const order = namesOf(sdk({ app: { env: own } }));
    const places = ['OTEL_RESOURCE_ATTRIBUTES_POD_NAME', 'OTEL_RESOURCE_ATTRIBUTES', 'COPY'].map((name) =>
      order.indexOf(name),
    );
    expect(places).toEqual([...places].sort((left, right) => left - right));
  },

  'namespaces cannot carry attributes or the path of the Go executable': () => {
    const namespace = {
      annotations: { 'resource.opentelemetry.io/team': 'blue', 'otel-go-auto-target-exe': '/app' },
    };
    expect(attributesOf(sdk({ namespace }))).toMatchObject({ team: 'blue' });
    const annotations = { 'resource.opentelemetry.io/team': 'red' };
    expect(attributesOf(sdk({ namespace, annotations }))).toMatchObject({ team: 'red' });
    const outcome = decided({ annotations: { 'inject-go': 'true' }, namespace });
    expect(variableOf(outcome, 'OTEL_GO_AUTO_TARGET_EXE', 'opentelemetry-auto-instrumentation')?.value).toBe(
      '/app',
    );
  },
};
