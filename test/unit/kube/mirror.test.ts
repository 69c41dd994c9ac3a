import { beforeEach, describe, expect, test } from 'vitest';
import type { ObjectChange } from '../../../src/core/object-kinds.js';
import { err, ok, type Issue, type Result } from '../../../src/core/result.js';
import type { KubeObject } from '../../../src/kube/client.js';
import { createMirror, type Mirror } from '../../../src/kube/mirror.js';
import { like } from '../../support/like.js';

const TOO_LONG: readonly Issue[] = [{ path: 'spec.text', message: 'is too long' }];

/** An object whose spec is kept; one that is called "bad" is refused. */
const object = (name: string, version: number, text: string, namespace?: string): KubeObject => ({
  metadata: {
    name,
    resourceVersion: String(version),
    ...(namespace === undefined ? {} : { namespace }),
  },
  spec: { text },
});

let changes: ObjectChange<string>[];
let read: (readonly [string | undefined, Result<readonly Issue[]>, boolean])[];
let mirror: Mirror;

const created = (refusedAs?: (issues: readonly Issue[]) => string): Mirror =>
  createMirror<string>({
    extract: ({ spec }) => {
      const { text } = spec as { text: string };
      if (text === 'bad') return err(TOO_LONG);
      return ok({
        value: text,
        notices: text === 'odd' ? [{ path: 'spec.odd', message: 'is ignored' }] : [],
      });
    },
    onChange: (told) => changes.push(...told),
    onRead: ({ metadata }, notices, isNews) => read.push([metadata.name, notices, isNews]),
    ...(refusedAs === undefined ? {} : { buildInvalid: refusedAs }),
  });

beforeEach(() => {
  changes = [];
  read = [];
  mirror = created();
});

const change = (name: string, value: string | undefined, namespace = ''): ObjectChange<string> => ({
  namespace,
  name,
  value,
});

test('it tells values that come, change and go', () => {
  mirror.put([object('a', 1, 'x'), object('b', 1, 'y', 'shop')]);
  mirror.put([object('a', 2, 'z')]);
  mirror.remove(object('b', 3, 'y', 'shop'));
  mirror.remove(object('never there', 3, ''));
  expect(changes).toEqual([
    change('a', 'x'),
    change('b', 'y', 'shop'),
    change('a', 'z'),
    change('b', undefined, 'shop'),
  ]);
  expect(mirror.size()).toBe(1);
});

test('it tells nothing of a version whose value is the same, and does not read a version twice', () => {
  mirror.put([object('a', 1, 'x')]);
  mirror.put([object('a', 2, 'x'), object('a', 2, 'x')]);
  expect(changes).toEqual([change('a', 'x')]);
  expect(read).toHaveLength(2);
});

test('what a list does not name is gone when it is finished, and not before', () => {
  mirror.put([object('a', 1, 'x'), object('b', 1, 'y')]);
  const list = mirror.relist();
  list.put([object('b', 1, 'y'), object('c', 2, 'z')]);
  expect(mirror.size()).toBe(3);
  list.finish();
  expect(mirror.size()).toBe(2);
  expect(changes.slice(2)).toEqual([change('c', 'z'), change('a', undefined)]);
});

describe('an object that is refused', () => {
  test('keeps its last good value, and is reported until it is mended or gone', () => {
    mirror.put([object('a', 1, 'x', 'shop'), object('b', 1, 'bad')]);
    mirror.put([object('a', 2, 'bad', 'shop')]);
    expect(changes).toEqual([change('a', 'x', 'shop')]);
    expect(mirror.countRefused()).toBe(2);
    expect(mirror.issues()).toEqual([
      { path: 'b spec.text', message: 'is too long' },
      { path: 'shop/a spec.text', message: 'is too long' },
    ]);
    mirror.put([object('a', 3, 'z', 'shop')]);
    mirror.remove(object('b', 4, 'bad'));
    expect([mirror.countRefused(), mirror.issues()]).toEqual([0, []]);
    expect(changes.slice(1)).toEqual([change('a', 'z', 'shop')]);
  });

  test('that was never good stands for itself where that is asked for', () => {
    mirror = created((issues) => `refused: ${issues[0]?.path ?? ''}`);
    mirror.put([object('a', 1, 'bad')]);
    mirror.put([object('a', 2, 'x')]);
    mirror.put([object('a', 3, 'bad')]);
    expect(changes).toEqual([change('a', 'refused: spec.text'), change('a', 'x')]);
  });

  test('is news once', () => {
    for (const [version, text] of [
      [1, 'bad'],
      [2, 'bad'],
      [3, 'odd'],
      [4, 'odd'],
      [5, 'x'],
      [6, 'y'],
    ] as const)
      mirror.put([object('a', version, text)]);
    expect(read.map(([, notices, isNews]) => [notices.ok, isNews])).toEqual([
      [false, true],
      [false, false],
      [true, true],
      [true, false],
      [true, true],
      [true, false],
    ]);
  });

  test('is reported with at most twenty others', () => {
    mirror.put(Array.from({ length: 50 }, (_, index) => object(`a${index}`, 1, 'bad')));
    expect([mirror.countRefused(), mirror.issues().length]).toEqual([50, 20]);
  });
});

describe('an object on which reading fails', () => {
  const unreadable = (name: string, version: number): KubeObject => ({
    ...object(name, version, ''),
    spec: undefined,
  });

  test('is refused, keeps its last good value, and stands in the way of no other', () => {
    mirror.put([object('b', 1, 'x')]);
    mirror.relist().put([object('a', 2, 'y'), unreadable('b', 2), object('c', 2, 'z')]);
    expect(changes).toEqual([change('b', 'x'), change('a', 'y'), change('c', 'z')]);
    expect(mirror.issues()).toEqual([
      { path: 'b', message: like.stringMatching(/^cannot be read \(.+\); report it with the object$/) },
    ]);
    mirror.put([object('b', 3, 'mended')]);
    expect([changes.at(-1), mirror.countRefused()]).toEqual([change('b', 'mended'), 0]);
  });

  test('nor does a failure in what is told of it keep a value back', () => {
    mirror = createMirror<string>({
      extract: ({ metadata }) => ok({ value: metadata.name ?? '', notices: [] }),
      onChange: (told) => changes.push(...told),
      onRead: () => {
        throw new TypeError('a bug');
      },
    });
    expect(() => {
      mirror.put([object('a', 1, ''), object('b', 1, '')]);
    }).toThrow('a bug');
    expect(changes).toEqual([change('a', 'a'), change('b', 'b')]);
  });
});

describe('the digest', () => {
  test('is that of what is held, in whatever order it came', () => {
    mirror.put([object('a', 1, 'x'), object('b', 1, 'y')]);
    const other = created();
    other.put([object('b', 7, 'old'), object('c', 7, 'z'), object('a', 8, 'x')]);
    other.put([object('b', 9, 'y')]);
    expect(other.digest()).not.toBe(mirror.digest());
    other.remove(object('c', 9, 'z'));
    expect(other.digest()).toBe(mirror.digest());
  });

  test('tells apart who has which value', () => {
    mirror.put([object('a', 1, 'x'), object('b', 1, 'y')]);
    const other = created();
    other.put([object('a', 1, 'y'), object('b', 1, 'x')]);
    expect(other.digest()).not.toBe(mirror.digest());
  });

  test('of nothing is that of the beginning', () => {
    const before = mirror.digest();
    mirror.put([object('a', 1, 'x')]);
    mirror.relist().finish();
    expect(mirror.digest()).toBe(before);
  });
});
