import { afterEach, beforeEach, expect, test } from 'vitest';
import { openClusterContext, type ClusterContextOptions } from '../../../src/serve/cluster-context.js';
import type { LiveContext, LoadedContext } from '../../../src/serve/live-context.js';
import type { Result } from '../../../src/core/result.js';
import { DEFAULT_LANGUAGES } from '../../../src/core/agents/agents.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import {
  createClusterRig,
  INSTRUMENTATIONS,
  NAMESPACES,
  PLATFORMS,
  type ClusterRig,
} from '../../support/cluster-rig.js';
import { QUICK } from '../../support/quick-pace.js';
import { until } from '../../support/until.js';
import { like } from '../../support/like.js';
import { WEBHOOK_CONFIGURATION } from '../../../src/kube/own-objects.js';

let rig: ClusterRig;
let context: LiveContext;
let told: Result<LoadedContext>[];
let logged: string[];

beforeEach(async () => {
  rig = await createClusterRig();
  told = [];
  logged = [];
});

afterEach(async () => {
  context.stop();
  await rig.end();
});

function open(over: Partial<ClusterContextOptions> = {}): LiveContext {
  context = openClusterContext({
    client: createKubeClient(rig.server.connection),
    isOwn: true,
    webhookConfiguration: WEBHOOK_CONFIGURATION,
    needs: new Set(),
    languages: new Set(DEFAULT_LANGUAGES),
    logger: createLogger('info', { write: (line) => void logged.push(line) }),
    pace: QUICK,
    ...over,
  });
  context.onReload((result) => told.push(result));
  return context;
}

const isRead = (): Promise<unknown> => until(context.waitingFor, (missing) => missing.length === 0);
const reloads = (): readonly LoadedContext[] => told.flatMap((result) => (result.ok ? [result.value] : []));
const endpointOf = (from: LoadedContext | undefined): string | undefined =>
  from?.snapshot.instrumentations.get('shop')?.get('main')?.spec.exporter?.endpoint;
const condition = (): string =>
  JSON.stringify(rig.server.store.find(PLATFORMS, '/default')?.['status'] ?? {});

test('it says what is missing until everything was read', async () => {
  rig.fill();
  rig.server.deny('list', NAMESPACES);
  const { waitingFor, current } = open();
  expect(waitingFor()).toEqual([
    'platforms are not read yet',
    'instrumentations are not read yet',
    'limit-ranges are not read yet',
    'namespaces are not read yet',
  ]);
  await until(waitingFor, (missing) => missing.length === 1 && missing[0]?.includes('may not') === true);
  rig.server.allow('list', NAMESPACES);
  await isRead();
  expect(current().snapshot.namespaces.has('shop')).toBe(true);
});

test('the TracingPlatform is told whether it is in force', async () => {
  rig.platform('tempo');
  open();
  await until(condition, (text) => text.includes('"status":"True"'));
  rig.platform('kafka');
  await until(condition, (text) => text.includes('"status":"False"') && text.includes('spec.backend'));
  expect(context.current().snapshot.platform.kind).toBe('ready');
  rig.platform('jaeger');
  await until(condition, (text) => text.includes('"status":"True"'));
});

test('a refusal is reported once, with its object, and not again with each version', async () => {
  rig.fill();
  open();
  await isRead();
  for (const round of [1, 2, 3])
    rig.put(INSTRUMENTATIONS, 'main', { spec: { exporter: { endpoint: 7 } }, status: { round } }, 'shop');
  rig.instrumentation('main', 'http://new:4318');
  await until(
    () => endpointOf(context.current()),
    (endpoint) => endpoint === 'http://new:4318',
  );
  const refusals = told.flatMap((result) => (result.ok ? [] : [result.error]));
  expect(refusals).toEqual([
    [{ path: 'Instrumentation shop/main spec.exporter.endpoint', message: like.any(String) }],
  ]);
});

test('what is odd about an object is logged with its name', async () => {
  rig.put(INSTRUMENTATIONS, 'odd', { spec: { exprter: {} } }, 'shop');
  open();
  await until(
    () => logged,
    (lines) => lines.some((line) => line.includes('Instrumentation shop/odd spec.exprter')),
  );
});

test('notices of files beside the cluster are logged once, whatever changes in the cluster', async () => {
  rig.fill();
  const notice = { path: 'off.tfvars:1:1: addons', message: 'enables no tracing backend' };
  const files: LiveContext = {
    current: () => ({ snapshot: EMPTY_SNAPSHOT, hash: 'a', notices: [notice] }),
    issues: () => [],
    waitingFor: () => [],
    watches: () => [],
    onReload: () => undefined,
    stop: () => undefined,
  };
  open({ files });
  await isRead();
  rig.put(NAMESPACES, 'bank');
  await until(context.current, ({ snapshot }) => snapshot.namespaces.has('bank'));
  expect(logged.filter((line) => line.includes(notice.message))).toHaveLength(1);
});

test('changes of a busy cluster are routine, those of settings are not', async () => {
  rig.fill();
  open();
  await isRead();
  const last = (): LoadedContext | undefined => reloads().at(-1);
  // What was filled in has been told of too, so that the next change is the only one in what is told next.
  await until(last, (reload) => reload?.snapshot === context.current().snapshot);
  rig.put(NAMESPACES, 'bank');
  await until(last, (reload) => reload?.snapshot.namespaces.has('bank') === true);
  expect(last()?.isRoutine).toBe(true);
  rig.instrumentation('main', 'http://new:4318');
  await until(last, (reload) => endpointOf(reload) === 'http://new:4318');
  expect(last()?.isRoutine).toBe(false);
});

test('what is in force is one object until something changes', async () => {
  rig.fill();
  const { current } = open();
  await isRead();
  const before = current();
  expect(current()).toBe(before);
  rig.put(NAMESPACES, 'bank');
  await until(current, (now) => now !== before);
  expect(current().hash).not.toBe(before.hash);
});
