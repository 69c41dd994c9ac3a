import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dokaTracing } from './suite/doka-tracing.js';
import {
  explain,
  fixesOf,
  flat,
  KUBECONFIG,
  run,
  runFix,
  untilMended,
  untilSeen,
} from './suite/explained.js';
import {
  applyAll,
  buildMistaken,
  deployment,
  ELSEWHERE,
  HERE,
  instrumentation,
  MISTAKES,
  NODEJS,
  OUTSIDE,
  PLATFORM,
  TWO,
  workload,
} from './suite/mistaken-workloads.js';
import { applyPlatform } from './suite/platform.js';
import { eventually, kubectl, read } from './suite/test-cluster.js';
import { INJECT, installWebhook, uninstallWebhook, untilInjecting, WEBHOOK } from './suite/webhook.js';

const untilPods = (namespace: string, names: readonly string[]): Promise<true> =>
  eventually('Not every workload has a pod', () => {
    const { items } = read('pods', `--namespace=${namespace}`) as {
      readonly items: readonly {
        readonly metadata: { readonly name: string };
        readonly spec: { readonly nodeName?: string };
      }[];
    };
    return names.every((name) => items.some(({ metadata }) => metadata.name.startsWith(name)))
      ? true
      : undefined;
  });

const scaleWebhook = (replicas: number): void => {
  kubectl('-n', WEBHOOK, 'scale', `deployment/${WEBHOOK}`, `--replicas=${replicas}`);
};

beforeAll(async () => {
  for (const namespace of [HERE, OUTSIDE, TWO, ELSEWHERE]) kubectl('create', 'namespace', namespace);
  for (const namespace of [HERE, TWO, ELSEWHERE])
    kubectl('label', 'namespace', namespace, 'tracing.dokaseca.io/inject=enabled');
  applyAll(
    ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) => workload(kind, 'early', { onTemplate: NODEJS })),
  );
  await untilPods(HERE, ['early']);
  installWebhook('opt-in');
  applyPlatform(PLATFORM);
  await untilInjecting(HERE);
  applyAll([instrumentation('prod', ELSEWHERE), instrumentation('one', TWO), instrumentation('two', TWO)]);
  scaleWebhook(0);
  await eventually('The webhook does not end', () =>
    kubectl('-n', WEBHOOK, 'get', 'pods', '--no-headers') === '' ? true : undefined,
  );
  applyAll([deployment('unanswered', { onTemplate: NODEJS })]);
  await untilPods(HERE, ['unanswered']);
  scaleWebhook(2);
  kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=120s');
  await untilInjecting(HERE);
  applyAll(buildMistaken());
  await untilPods(HERE, ['right', 'upper', 'named', 'out', 'on-object', 'yes', 'elsewhere', 'languages']);
  await untilPods(OUTSIDE, ['outside']);
  await untilPods(TWO, ['ambiguous']);
  kubectl('-n', HERE, 'annotate', 'pod', 'lone', `${INJECT}nodejs=true`);
});

afterAll(async () => {
  kubectl('delete', 'namespace', HERE, OUTSIDE, TWO, ELSEWHERE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('opt-in');
});

test('an audit of the whole cluster counts them all, and says what mends them', () => {
  const { code, out } = run('audit', '-A');
  expect(code).toBe(1);
  for (const { name, namespace = HERE, fixes = [] } of MISTAKES) {
    const [, short = ''] = name.split('/');
    expect(out).toMatch(new RegExp(`^${namespace}/[a-z]+/${short} `, 'm'));
    for (const fix of fixes) expect(flat(out)).toContain(fix);
  }
  const data = JSON.parse(run('audit', '-A', '-o', 'json').out) as {
    readonly workloads: readonly {
      readonly object: { readonly name: string };
      readonly needsWork: boolean;
    }[];
  };
  const wanting = data.workloads.filter(({ needsWork }) => needsWork).map(({ object }) => object.name);
  expect(new Set(wanting)).toEqual(new Set(MISTAKES.map(({ name }) => name.split('/')[1])));
});

describe('what is no mistake', () => {
  test.each([
    ['deployment/right', 'injected current'],
    ['deployment/upper', 'injected current'],
    ['deployment/named', 'injected current'],
    ['deployment/out', 'opted-out'],
    ['deployment/silent', 'asks for nothing'],
    ['sts/right', 'injected current'],
    ['ds/right', 'injected current'],
    ['job/right', 'injected current'],
  ])('%s', (name, words) => {
    const explained = explain(name);
    expect(flat(explained.out)).toContain(words);
    expect(fixesOf(explained)).toEqual([]);
    expect(explained.code).toBe(0);
  });
});

test.each(MISTAKES)(
  '$what is told, and mended by what is told',
  async ({ name, namespace, words, fixes = [], mend }) => {
    const explained = explain(name, namespace);
    expect(explained.code).toBe(1);
    for (const word of words) expect(flat(explained.out)).toContain(word);
    const commands = fixesOf(explained);
    expect(commands).toHaveLength(fixes.length);
    for (const [index, fix] of fixes.entries()) expect(commands[index]).toContain(fix);
    for (const command of commands) runFix(command);
    mend?.();
    expect(flat((await untilMended(name, namespace)).out)).toContain('injected current');
  },
);

test('the route has nobody at its end, and then somebody', async () => {
  expect(explain('deployment/right').out).toContain('NO Service monitoring/otel-collector');
  kubectl('create', 'namespace', 'monitoring');
  kubectl('-n', 'monitoring', 'create', 'service', 'clusterip', 'otel-collector', '--tcp=4318');
  expect(explain('deployment/right').out).toContain('Service monitoring/otel-collector, NO ready endpoint');
  applyAll([
    {
      ...{ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4' },
      metadata: {
        name: 'by-hand',
        namespace: 'monitoring',
        labels: { 'kubernetes.io/service-name': 'otel-collector' },
      },
      endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true } }],
    },
  ]);
  await eventually('The endpoint is not told', () =>
    explain('deployment/right').out.includes('otel-collector, 1 ready endpoint') ? true : undefined,
  );
  kubectl('delete', 'namespace', 'monitoring', '--wait=false');
});

test('a platform that has changed makes pods outdated, and names what changed', async () => {
  applyPlatform({ ...PLATFORM, sampling: { strategy: 'probabilistic', ratio: 0.5 } });
  const explained = explain('deployment/right');
  expect(explained.code).toBe(1);
  expect(flat(explained.out)).toContain('OUTDATED');
  expect(flat(explained.out)).toContain('OTEL_TRACES_SAMPLER_ARG was (absent), now 0.5');
  expect(fixesOf(explained)).toEqual([`kubectl -n ${HERE} rollout restart deployment/right`]);
  await untilSeen('0.5');
  for (const command of fixesOf(explained)) runFix(command);
  await untilMended('deployment/right');
});

test('an agent image that cannot be pulled is told with its name', async () => {
  applyPlatform({ ...PLATFORM, agents: { registry: 'registry.invalid' } });
  await untilSeen('registry.invalid');
  applyAll([deployment('stuck', { onTemplate: NODEJS })]);
  const explained = await eventually('It is not stuck', () => {
    const found = explain('deployment/stuck');
    return found.out.includes('the agent is not there') ? found : undefined;
  });
  expect(explained.code).toBe(1);
  expect(flat(explained.out)).toMatch(
    /image registry\.invalid\/\S+, (ErrImagePull|ImagePullBackOff|ErrImageNeverPull)/,
  );
  applyPlatform(PLATFORM);
  await untilSeen('ghcr.io');
  const [restart = ''] = fixesOf(explain('deployment/stuck'));
  expect(restart).toContain('rollout restart deployment/stuck');
  runFix(restart);
  await untilMended('deployment/stuck');
});

test('without a platform, new pods are told to be skipped', () => {
  kubectl('delete', 'tracingplatforms', '--all');
  const { code, out } = explain('deployment/right');
  expect(code).toBe(1);
  expect(flat(out)).toContain('new pods skipped');
  applyPlatform(PLATFORM);
});

test('whoever may read only a namespace is told what is not known', async () => {
  kubectl('-n', HERE, 'create', 'serviceaccount', 'viewer');
  kubectl(
    '-n',
    HERE,
    'create',
    'rolebinding',
    'viewer',
    '--clusterrole=view',
    `--serviceaccount=${HERE}:viewer`,
  );
  const config = JSON.parse(readFileSync(KUBECONFIG, 'utf8')) as {
    readonly users: readonly { readonly name: string }[];
  };
  const token = kubectl('-n', HERE, 'create', 'token', 'viewer').trim();
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-'));
  const file = join(folder, 'config');
  writeFileSync(
    file,
    JSON.stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { token } })) }),
  );
  try {
    const seen = await eventually('The rights are not seen', () => {
      const { code, out } = dokaTracing(
        '',
        'explain',
        'deployment/right',
        '-n',
        HERE,
        '--kubeconfig',
        file,
        '-o',
        'json',
      );
      return code === 2
        ? undefined
        : (JSON.parse(out) as { readonly gaps: readonly { readonly kind: string }[] });
    });
    expect(seen.gaps.map(({ kind }) => kind)).toContain('forbidden');
    const refused = dokaTracing('', 'audit', '-A', '--kubeconfig', file);
    expect(refused.code).toBe(2);
    expect(refused.out).toContain('cannot list resource "pods"');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
