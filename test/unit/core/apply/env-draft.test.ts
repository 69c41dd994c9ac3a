import { describe, expect, test } from 'vitest';
import { edited, first, fromSecret, join, last, other, rename, type Row, variables } from './env-edits.js';

const AB = variables('A=1', 'B=2');

describe('one edit', () => {
  test.each<Row>([
    ['env-first: at the head', AB, [first('X=9')], ['X=9', 'A=1', 'B=2'], ['add 0 X=9']],
    ['env-first: there already', AB, [first('B=9')], ['A=1', 'B=2'], []],
    ['env-first: there by reference', [fromSecret('X')], [first('X=9')], ['X'], []],
    ['env-first: into an empty list', [], [first('X=9')], ['X=9'], ['add 0 X=9']],
    ['env-default: at the end', AB, [other('X=9')], ['A=1', 'B=2', 'X=9'], ['add 2 X=9']],
    ['env-default: there already', AB, [other('A=9')], ['A=1', 'B=2'], []],
    ['env-default: before another', AB, [other('X=9', 'B')], ['A=1', 'X=9', 'B=2'], ['add 1 X=9']],
    ['env-default: before the first', AB, [other('X=9', 'A')], ['X=9', 'A=1', 'B=2'], ['add 0 X=9']],
    [
      'env-default: before one that is not there',
      AB,
      [other('X=9', 'C')],
      ['A=1', 'B=2', 'X=9'],
      ['add 2 X=9'],
    ],
    [
      'env-default: before the last of two of one name',
      variables('A=1', 'B=2', 'A=3'),
      [other('X=9', 'A')],
      ['A=1', 'B=2', 'X=9', 'A=3'],
      ['add 2 X=9'],
    ],
    ['env-join: after', AB, [join('A', { after: 'x' })], ['A=1 x', 'B=2'], ['replace 0/value 1 x']],
    ['env-join: before', AB, [join('B', { before: 'x' })], ['A=1', 'B=x 2'], ['replace 1/value x 2']],
    [
      'env-join: on both sides',
      AB,
      [join('A', { before: 'p', after: 's' }, ':')],
      ['A=p:1:s', 'B=2'],
      ['replace 0/value p:1:s'],
    ],
    [
      'env-join: absent',
      AB,
      [join('X', { before: 'p', after: 's' }, ':')],
      ['A=1', 'B=2', 'X=p:s'],
      ['add 2 X=p:s'],
    ],
    [
      'env-join: an empty value',
      variables('A='),
      [join('A', { after: 'x' }, ',')],
      ['A=x'],
      ['replace 0/value x'],
    ],
    ['env-join: no value', [{ name: 'A' }], [join('A', { after: 'x' }, ',')], ['A=x'], ['add 0/value x']],
    [
      'env-join: a value that ends in the separator',
      variables('A=1,'),
      [join('A', { after: 'x' }, ',')],
      ['A=1,x'],
      ['replace 0/value 1,x'],
    ],
    [
      'env-join: text that starts with the separator',
      variables('A=1'),
      [join('A', { after: ',x' }, ',')],
      ['A=1,x'],
      ['replace 0/value 1,x'],
    ],
    ['env-join: an empty part', variables('A=1'), [join('A', { before: '', after: '' }, ',')], ['A=1'], []],
    [
      'env-join: the last of two of one name',
      variables('A=1', 'A=2'),
      [join('A', { after: 'x' })],
      ['A=1', 'A=2 x'],
      ['replace 1/value 2 x'],
    ],
    [
      'env-rename',
      [fromSecret('A'), ...variables('B=2')],
      [rename('A', 'A__USER')],
      ['A__USER', 'A=$(A__USER)', 'B=2'],
      ['replace 0/name A__USER', 'add 1 A=$(A__USER)'],
    ],
    [
      'env-rename: the last of two of one name',
      [...variables('A=1'), fromSecret('A')],
      [rename('A', 'U')],
      ['A=1', 'U', 'A=$(U)'],
      ['replace 1/name U', 'add 2 A=$(U)'],
    ],
    ['env-rename: not there', AB, [rename('X', 'U')], ['A=1', 'B=2'], []],
    ['env-last', variables('A=1', 'B=2', 'C=3'), [last('A')], ['B=2', 'C=3', 'A=1'], ['move 0 2']],
    [
      'env-last: from the middle',
      variables('A=1', 'B=2', 'C=3'),
      [last('B')],
      ['A=1', 'C=3', 'B=2'],
      ['move 1 2'],
    ],
    ['env-last: last already', AB, [last('B')], ['A=1', 'B=2'], []],
    ['env-last: not there', AB, [last('X')], ['A=1', 'B=2'], []],
    [
      'env-last: the last of two of one name',
      variables('A=1', 'A=2', 'B=3'),
      [last('A')],
      ['A=1', 'B=3', 'A=2'],
      ['move 1 2'],
    ],
  ])('%s', (...[, received, edits, list, operations]) => {
    expect(edited(received, edits)).toEqual({ list, operations });
  });
});
