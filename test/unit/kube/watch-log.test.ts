import { beforeEach, expect, test } from 'vitest';
import type { KubeFailure } from '../../../src/kube/failure.js';
import { createWatchLog, type WatchLog } from '../../../src/kube/watch-log.js';
import { createLogger } from '../../../src/telemetry/logger.js';

const FORBIDDEN: KubeFailure = {
  ...{ kind: 'forbidden', verb: 'list', resource: 'namespaces', manifest: 'manifests/base/rbac.yaml' },
  ...{ message: 'This ServiceAccount may not list namespaces.', answer: 'namespaces is forbidden' },
};
const away = (why: string): KubeFailure => ({
  kind: 'unreachable',
  message: `It cannot be reached (${why}).`,
});
const NOT_FOUND: KubeFailure = { kind: 'not-found', message: 'There is none.' };

let lines: Record<string, unknown>[];
let log: WatchLog;

beforeEach(() => {
  lines = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  log = createWatchLog('namespaces', createLogger('info', { write }));
});

const levels = (): readonly unknown[] => lines.map(({ level }) => level);

test('a failure is reported when it comes, changes and goes, and each is counted', () => {
  for (let count = 0; count < 3; count += 1) log.onFailure('list', away(`try ${count}`));
  log.onFailure('list', FORBIDDEN);
  log.onFailure('list', FORBIDDEN);
  expect(log.failure()).toBe(FORBIDDEN);
  log.onSuccess('list');
  log.onSuccess('list');
  expect(levels()).toEqual(['warn', 'error', 'info']);
  expect(lines[1]).toMatchObject({
    watch: 'namespaces',
    failure: 'forbidden',
    answer: 'namespaces is forbidden',
  });
  expect(log.failure()).toBeUndefined();
  expect([...log.counts()]).toEqual([
    ['unreachable', 3],
    ['forbidden', 2],
  ]);
});

test('a refusal that passes, as of an API server that has not read its RBAC, is not told', () => {
  log.onSuccess('list');
  log.onFailure('watch', FORBIDDEN);
  log.onSuccess('watch');
  expect(lines).toEqual([]);
  log.onFailure('watch', FORBIDDEN);
  log.onFailure('watch', FORBIDDEN);
  log.onFailure('watch', FORBIDDEN);
  expect(levels()).toEqual(['error']);
});

test('a version that is forgotten is counted alone', () => {
  log.onFailure('watch', { kind: 'gone', message: 'Too old.' });
  expect([lines, log.failure(), log.counts().get('gone')]).toEqual([[], undefined, 1]);
});

test('a resource that is not installed is reported once, and when it comes', () => {
  log.onAbsent(NOT_FOUND);
  log.onAbsent(NOT_FOUND);
  log.onSuccess('list');
  expect(levels()).toEqual(['info', 'info']);
  expect(log.counts().size).toBe(0);
});

test('one verb that works says nothing of another', () => {
  log.onFailure('watch', away('broken'));
  log.onSuccess('list');
  expect(log.failure()).toMatchObject({ kind: 'unreachable' });
  expect(levels()).toEqual(['warn']);
});
