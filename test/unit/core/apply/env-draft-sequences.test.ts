import { describe, expect, test } from 'vitest';
import { EnvDraft } from '../../../../src/core/apply/env-draft.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { refTo } from '../contexts.js';
import { edited, first, fromSecret, join, last, other, rename, type Row, variables } from './env-edits.js';

const container = refTo('app');
const AB = variables('A=1', 'B=2');

describe('several edits', () => {
  test.each<Row>([
    [
      'two at the head: the later one first',
      AB,
      [first('X=8'), first('Y=9')],
      ['Y=9', 'X=8', 'A=1', 'B=2'],
      ['add 0 Y=9', 'add 1 X=8'],
    ],
    [
      'head and end',
      AB,
      [first('X=8'), other('Y=9')],
      ['X=8', 'A=1', 'B=2', 'Y=9'],
      ['add 0 X=8', 'add 3 Y=9'],
    ],
    [
      'an added one is not added again',
      AB,
      [other('X=8'), first('X=9')],
      ['A=1', 'B=2', 'X=8'],
      ['add 2 X=8'],
    ],
    ['a join to an added one', [], [other('X=8'), join('X', { after: '9' })], ['X=8 9'], ['add 0 X=8 9']],
    [
      'two joins',
      AB,
      [join('A', { after: 'x' }), join('A', { after: 'y' })],
      ['A=1 x y', 'B=2'],
      ['replace 0/value 1 x y'],
    ],
    [
      'a rename and a join to what took its place',
      [fromSecret('A')],
      [rename('A', 'U'), join('A', { before: 'x' }, ',')],
      ['U', 'A=x,$(U)'],
      ['replace 0/name U', 'add 1 A=x,$(U)'],
    ],
    [
      'a rename, a join, and the added one moved last',
      [fromSecret('A'), ...variables('B=2')],
      [rename('A', 'U'), join('A', { after: 'x' }, ','), other('X=9'), last('A')],
      ['U', 'B=2', 'X=9', 'A=$(U),x'],
      ['replace 0/name U', 'add 2 X=9', 'add 3 A=$(U),x'],
    ],
    [
      'a join and a move: the value is written before the entry moves',
      variables('A=1', 'B=2'),
      [first('X=8'), join('A', { after: 'x' }, ','), other('Y=9'), last('A')],
      ['X=8', 'B=2', 'Y=9', 'A=1,x'],
      ['replace 0/value 1,x', 'move 0 1', 'add 0 X=8', 'add 2 Y=9'],
    ],
    [
      'a move with an addition after it',
      variables('A=1', 'B=2'),
      [last('A'), other('X=9')],
      ['B=2', 'A=1', 'X=9'],
      ['move 0 1', 'add 2 X=9'],
    ],
  ])('%s', (...[, received, edits, list, operations]) => {
    expect(edited(received, edits)).toEqual({ list, operations });
  });
});

test('a list that is absent is added whole', () => {
  const draft = new EnvDraft(undefined);
  draft.apply(other('A=1'));
  draft.apply(first('X=9'));
  expect(draft.buildOperations('/env')).toEqual([
    { op: 'add', path: '/env', value: variables('X=9', 'A=1') },
  ]);
  expect(draft.buildResult()).toEqual(variables('X=9', 'A=1'));
});

test('a list that is absent stays so without an addition', () => {
  const draft = new EnvDraft(undefined);
  draft.apply(last('A'));
  expect([draft.buildOperations('/env'), draft.buildResult()]).toEqual([[], undefined]);
});

test('fields of the user’s entry that are not known survive a join', () => {
  const received = [{ name: 'A', value: '1', later: true } as EnvVar];
  expect(edited(received, [join('A', { after: 'x' })])).toEqual({
    list: ['A=1 x'],
    operations: ['replace 0/value 1 x'],
  });
});

test('an added reference gives way to the text that is joined to it', () => {
  const draft = new EnvDraft(variables('A=1'));
  draft.apply({ op: 'env-default', container, env: fromSecret('X'), origin: 'instrumentation' });
  draft.apply(join('X', { after: 'x' }));
  expect(draft.buildResult()).toEqual(variables('A=1', 'X=x'));
  expect(draft.buildOperations('/env')).toEqual([
    { op: 'add', path: '/env/1', value: { name: 'X', value: 'x' } },
  ]);
});

test('settings tell what was added or joined, and from where', () => {
  const draft = new EnvDraft([...variables('A=1', 'B=2'), fromSecret('S')]);
  for (const edit of [first('X=9'), other('Y=8'), join('B', { after: 'x' }), rename('S', 'U')])
    draft.apply(edit);
  draft.apply({ op: 'env-default', container, env: fromSecret('T'), origin: 'instrumentation' });
  expect(draft.listSettings()).toEqual([
    { name: 'X', value: '9', origin: 'default' },
    { name: 'B', value: '2 x', origin: 'default' },
    { name: 'S', value: '$(U)', origin: 'default' },
    { name: 'Y', value: '8', origin: 'instrumentation' },
    { name: 'T', value: 'from Secret s, key k', origin: 'instrumentation' },
  ]);
});
