import { afterEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../src/core/outcome.js';
import { PARTIAL, post, rigOf, UNCHANGED, written, type Rig } from './admission-fixture.js';
import { like } from '../support/like.js';

const KIB = 1024;
const MIB = 1024 * KIB;

const admissions = (result: string): string => `doka_tracing_admissions_total{result="${result}"}`;

const hang = (): Outcome => {
  for (;;);
};

const rigs: Rig[] = [];
const rigWith = (admit: () => Outcome): Rig => {
  const rig = rigOf(admit);
  rigs.push(rig);
  return rig;
};

afterEach(async () => {
  await Promise.all(rigs.splice(0).map(({ isolated }) => isolated.stop()));
});

describe('a pod that is not judged to its end', () => {
  test.each([
    ['keeps the engine busy without an end', 20 * KIB, 'time'],
    ['is larger than what is read', 5 * MIB, 'size'],
  ])('that %s is allowed with a reason, counted, logged by name and kept', async (_what, padding, why) => {
    const rig = rigWith(hang);
    const answer = await post(rig, written(padding));
    expect(answer.status).toBe(200);
    expect((answer.body as { response: unknown }).response).toMatchObject({
      ...{ uid: 'a-uid', allowed: true, auditAnnotations: { reason: 'too-large' } },
      warnings: [like.stringMatching(/^tracing: too-large: /)],
    });
    expect(await rig.count(admissions('too-large'))).toBe(1);
    expect(rig.lines).toMatchObject([
      { level: 'warn', namespace: 'shop', pod: 'big', reason: 'too-large', why },
    ]);
    expect(rig.decisions.list()).toMatchObject([
      { pod: 'big', status: 'unchanged', findings: [{ code: 'too-large' }] },
    ]);
  });

  test('is not what a large one is that the thread judges', async () => {
    const rig = rigWith(hang);
    const answer = await post(rig, written(100 * KIB));
    expect((answer.body as { response: unknown }).response).toEqual({ uid: 'a-uid', allowed: true });
    expect(await rig.count(admissions('not-requested'))).toBe(1);
  });

  test('does not keep the next from being judged', async () => {
    let isFirst = true;
    const rig = rigWith(() => {
      if (!isFirst) return PARTIAL;
      isFirst = false;
      return hang();
    });
    await post(rig, written(20 * KIB));
    const next = (await post(rig, written(20 * KIB))).body as { response: unknown };
    expect(next.response).toMatchObject({ auditAnnotations: { status: 'partial' } });
  });

  test('of which the head is not known is answered with a status and a sentence', async () => {
    const rig = rigWith(() => UNCHANGED);
    const answer = await post(rig, ' '.repeat(5 * MIB));
    expect(answer.status).toBe(413);
    expect(answer.text).toBe('The body is larger than 4194304 bytes, the most that is read.\n');
    expect(rig.lines).toEqual([]);
  });
});

test('an object that is larger than what is read is allowed, and logged by name', async () => {
  const rig = rigWith(() => UNCHANGED);
  const answer = await post(rig, written(300 * KIB, 'Instrumentation'), '/validate');
  expect((answer.body as { response: unknown }).response).toEqual({ uid: 'a-uid', allowed: true });
  expect(rig.lines).toMatchObject([{ kind: 'Instrumentation', namespace: 'shop', name: 'big' }]);
  expect(await rig.count('doka_tracing_validations_total{result="not-judged"}')).toBe(1);
});

test.each([
  ['in a usual body', 0],
  ['in a large one', 100 * KIB],
])('bytes that are not UTF-8 are refused %s, with the place of the first', async (_what, padding) => {
  const rig = rigWith(() => UNCHANGED);
  const body = Buffer.from(written(padding));
  body[body.indexOf('big') + 1] = 0xff;
  const answer = await post(rig, body);
  expect(answer.status).toBe(400);
  expect(answer.text).toMatch(/^The body is not UTF-8, which JSON is: the byte at offset \d+ is wrong\.\n$/);
});
