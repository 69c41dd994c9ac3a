import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { admit } from '../../../src/core/admit.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { judgeAdmission } from '../../../src/http/admission.js';
import {
  createIsolatedJudge,
  type IsolatedJudge,
  type JudgeTimes,
} from '../../../src/http/isolation/isolated-judge.js';
import type { JobEnd, JobKind } from '../../../src/http/isolation/jobs.js';
import { judgeBody } from '../../../src/http/judgement.js';
import type { ThreadEnd } from '../../../src/telemetry/metrics.js';
import { sceneOf } from '../../golden/case.js';
import { discover } from '../../support/fixtures.js';
import { JUDGE_THREAD, reviewOf } from '../admission-fixture.js';

const CASES = discover(fileURLToPath(new URL('../../golden/cases', import.meta.url)));

interface Rig {
  readonly judge: (body: string, kind?: JobKind) => Promise<JobEnd<JobKind>>;
  readonly ends: readonly ThreadEnd[];
  readonly isolated: IsolatedJudge;
}

const runScript = (script: string): Promise<{ readonly status: number | null; readonly stdout: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    const stdout = text(child.stdout);
    child.once('exit', (status) => {
      void stdout.then((written) => {
        resolve({ status, stdout: written });
      });
    });
  });

const running: IsolatedJudge[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ stop }) => stop()));
});

const LONG = 60_000;

function start(
  file: URL,
  snapshot: () => ClusterSnapshot = () => EMPTY_SNAPSHOT,
  times: JudgeTimes = { wait: LONG, judge: LONG },
): Rig {
  const ends: ThreadEnd[] = [];
  const isolated = createIsolatedJudge({ file, snapshot, times, onThreadEnd: (why) => ends.push(why) });
  running.push(isolated);
  return {
    ...{ isolated, ends },
    judge: (body, kind = 'mutate') =>
      new Promise((resolve) => {
        isolated.judge(kind, Buffer.from(body), resolve);
      }),
  };
}

describe('the thread for large bodies', () => {
  test('answers every golden case as it is answered in place', async () => {
    let snapshot = EMPTY_SNAPSHOT;
    const rig = start(JUDGE_THREAD, () => snapshot);
    for (const { input, name } of CASES) {
      const scene = sceneOf(input);
      snapshot = scene.snapshot;
      const body = JSON.stringify(reviewOf({ namespace: scene.namespace, object: scene.pod }));
      const inPlace = judgeBody(Buffer.from(body), (request) => judgeAdmission(request, admit, snapshot));
      expect({ name, end: await rig.judge(body) }).toEqual({ name, end: inPlace });
    }
    expect(CASES.length).toBeGreaterThan(300);
    expect(rig.ends).toEqual([]);
  });

  test('judges objects, too', async () => {
    const review = reviewOf({
      kind: { group: 'opentelemetry.io', kind: 'Instrumentation' },
      object: { metadata: { name: 'main' }, spec: { sampler: { type: 'traceidratio', argument: '2' } } },
    });
    expect(await start(JUDGE_THREAD).judge(JSON.stringify(review), 'validate')).toMatchObject({
      result: 'refused',
      record: { event: 'refused', paths: ['spec.sampler.argument'] },
    });
  });

  test('does not parse what holds too many values, and judges the next', async () => {
    const { judge, ends } = start(JUDGE_THREAD);
    expect(await judge(`[${'{},'.repeat(200_000)}{}]`)).toEqual({ kind: 'given-up', why: 'size' });
    expect(await judge('[]')).toMatchObject({ kind: 'no-review' });
    expect(ends).toEqual([]);
  });

  test.each(['a', 'true'])(
    'of many Instrumentations asks for none but the one that "%s" means',
    async (value) => {
      const parsed = parseInstrumentation({ metadata: { name: 'a', namespace: 'shop' }, spec: {} });
      if (!parsed.ok) throw new Error('The Instrumentation is refused.');
      const { instrumentation } = parsed.value;
      // A function cannot be sent to a thread, so whoever sends this one fails.
      const unsent = { ...instrumentation, send: () => undefined };
      const all = new Map([
        ['a', instrumentation],
        ['b', unsent],
        ['c', unsent],
      ]);
      const snapshot = { ...EMPTY_SNAPSHOT, instrumentations: new Map([['shop', all]]) };
      const annotations = { 'instrumentation.opentelemetry.io/inject-java': value };
      const object = { metadata: { annotations }, spec: { containers: [{ name: 'app' }] } };
      const body = JSON.stringify(reviewOf({ object }));
      const inPlace = judgeBody(Buffer.from(body), (request) => judgeAdmission(request, admit, snapshot));
      expect(JSON.stringify(inPlace)).toContain(value === 'a' ? 'injected' : 'instrumentation-ambiguous');
      expect(await start(JUDGE_THREAD, () => snapshot).judge(body)).toEqual(inPlace);
    },
  );

  test('finds an Instrumentation that is in another namespace, without asking for it', async () => {
    const unsent = { send: () => undefined } as never;
    const namespaces = ['team-a', 'team-b'].map((name) => [name, new Map([['prod', unsent]])] as const);
    const snapshot = { ...EMPTY_SNAPSHOT, instrumentations: new Map(namespaces) };
    const annotations = { 'instrumentation.opentelemetry.io/inject-java': 'prod' };
    const object = { metadata: { annotations }, spec: { containers: [{ name: 'app' }] } };
    const body = JSON.stringify(reviewOf({ object }));
    const inPlace = judgeBody(Buffer.from(body), (request) => judgeAdmission(request, admit, snapshot));
    expect(JSON.stringify(inPlace)).toContain(String.raw`write \"team-a/prod\" or \"team-b/prod\"`);
    expect(await start(JUDGE_THREAD, () => snapshot).judge(body)).toEqual(inPlace);
  });

  test('asks for so many ConfigMaps and no more', async () => {
    const main = parseInstrumentation({ metadata: { name: 'main', namespace: 'shop' }, spec: {} });
    if (!main.ok) throw new Error('The Instrumentation is refused.');
    const all = new Map([['main', main.value.instrumentation]]);
    const snapshot = { ...EMPTY_SNAPSHOT, instrumentations: new Map([['shop', all]]) };
    const podWith = (configMaps: number): string =>
      JSON.stringify(
        reviewOf({
          object: {
            metadata: { annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' } },
            spec: {
              containers: [
                {
                  name: 'app',
                  envFrom: Array.from({ length: configMaps }, (_, index) => ({
                    configMapRef: { name: `map-${index}` },
                  })),
                },
              ],
            },
          },
        }),
      );
    const { judge } = start(JUDGE_THREAD, () => snapshot);
    expect(await judge(podWith(200))).toMatchObject({ kind: 'answered' });
    expect(await judge(podWith(2000))).toEqual({ kind: 'given-up', why: 'size' });
  });
});

const BAD = new URL('bad-thread.mjs', import.meta.url);
const DEAD = new URL('dead-thread.mjs', import.meta.url);

test('a thread that waits for work keeps no process alive', async () => {
  const module = new URL('../../../dist/http/isolation/isolated-judge.js', import.meta.url);
  const { status, stdout } = await runScript(`
    const { createIsolatedJudge } = await import('${module.href}');
    const isolated = createIsolatedJudge({ snapshot: () => ({}), onThreadEnd: (why) => console.log(why) });
    isolated.judge('mutate', Buffer.from('[]'), ({ kind }) => console.log(kind));
  `);
  // It would be told of the end of a thread that it waited for.
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'no-review\n' });
});

describe('a thread that', () => {
  test.each<[string, string, ThreadEnd, number]>([
    // An answer takes a millisecond or two.
    ['takes too long', 'loop', 'time', 2000],
    ['takes too much memory', 'memory', 'memory', LONG],
    ['throws', 'throw', 'failure', LONG],
    ['ends', 'exit', 'failure', LONG],
  ])('%s is replaced, and only its body is given up', async (_what, word, why, time) => {
    const { judge, ends } = start(BAD, undefined, { wait: LONG, judge: time });
    const [bad, next] = await Promise.all([judge(word), judge(`what comes after ${word}`)]);
    expect(bad).toEqual({ kind: 'given-up', why });
    expect(next).toEqual({ kind: 'no-review', sentence: `what comes after ${word}` });
    expect(ends).toEqual([why]);
  });

  test('cannot start gives up what waits for it, and is tried again for the next', async () => {
    const { judge, ends } = start(DEAD);
    const gone = { kind: 'given-up', why: 'failure' };
    expect(await Promise.all([judge('one'), judge('two')])).toEqual([gone, gone]);
    expect(await judge('three')).toEqual(gone);
    expect(ends).toEqual(['failure', 'failure']);
  });

  test('is stopped judges nothing more', async () => {
    const { judge, isolated, ends } = start(BAD);
    expect(await judge('one')).toEqual({ kind: 'no-review', sentence: 'one' });
    await isolated.stop();
    expect(await judge('two')).toEqual({ kind: 'given-up', why: 'busy' });
    expect(ends).toEqual([]);
  });
});

test('a body whose turn does not come in time is given up', async () => {
  const { judge } = start(BAD, undefined, { wait: 1, judge: LONG });
  // The thread takes longer than a millisecond to start.
  expect(await judge('one')).toEqual({ kind: 'given-up', why: 'busy' });
});
