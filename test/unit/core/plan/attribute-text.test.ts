import { describe, expect, test } from 'vitest';
import {
  formatAttributes,
  encodeAttributeText,
  parseAttributeKeys,
} from '../../../../src/core/plan/attribute-text.js';

describe('encodedValue', () => {
  test.each<[string, string, string]>([
    ['nothing', '', ''],
    ['plain text', 'Abc-1.2_3~/:@!*', 'Abc-1.2_3~/:@!*'],
    ['a comma', 'a,b', 'a%2Cb'],
    ['a space', 'a b', 'a%20b'],
    ['an equals sign', 'a=b', 'a%3Db'],
    ['a semicolon', 'a;b', 'a%3Bb'],
    ['a quote', 'a"b', 'a%22b'],
    ['a backslash', 'a\\b', 'a%5Cb'],
    ['a line break and a tab', 'a\n\tb', 'a%0A%09b'],
    ['DEL and NUL', '\u007f\u0000', '%7F%00'],
    ['letters beyond ASCII', 'é€', '%C3%A9%E2%82%AC'],
    ['a surrogate pair', '😀', '%F0%9F%98%80'],
    ['a lone high surrogate', 'a\ud83db', 'a%EF%BF%BDb'],
    ['a lone low surrogate', '\ude00', '%EF%BF%BD'],
    ['surrogates in the wrong order', '\ude00\ud83d', '%EF%BF%BD%EF%BF%BD'],
    ['what is encoded already', 'a%2Cb%c3', 'a%2Cb%c3'],
    ['a percent sign', '100%', '100%25'],
    ['a percent sign before other text', '5%off %2', '5%25off%20%252'],
    ['a reference', '$(HOME)', '$$(HOME)'],
    ['an escaped reference', '$$(HOME)', '$$$$(HOME)'],
    ['a lone dollar', 'a$b', 'a$b'],
  ])('%s', (_, value, expected) => {
    expect(encodeAttributeText(value)).toBe(expected);
  });

  test('nothing is left that ends or splits an item, and decoding gives the value back', () => {
    const value = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code))
      .filter((character) => !'$%'.includes(character))
      .join('');
    const encoded = encodeAttributeText(value);
    expect(encoded).toMatch(/^[\x21-\x7e]+$/);
    expect(encoded).not.toMatch(/[",;\\=]/);
    expect(decodeURIComponent(encoded)).toBe(value);
  });
});

describe('keysIn', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['one', 'a=1', ['a']],
    ['several', 'a=1,b=2', ['a', 'b']],
    ['spaces around', ' a = 1 , b =2', ['a', 'b']],
    ['a second equals sign', 'a=1=2', ['a']],
    ['an empty value', 'a=,b', ['a']],
    ['no key', '=1,a=2', ['a']],
    ['commas alone', ',,', []],
    ['one key twice', 'a=1,a=2', ['a']],
    ['a longer key', 'service.version.x=1', ['service.version.x']],
  ])('%s', (_, text, expected) => {
    expect([...parseAttributeKeys(text)]).toEqual(expected);
  });
});

test.each<[string, readonly [string, string][], string]>([
  ['nothing', [], ''],
  ['one', [['a', '1']], 'a=1'],
  [
    'sorted',
    [
      ['b', '1'],
      ['a', '2'],
    ],
    'a=2,b=1',
  ],
  [
    'as bytes: upper case and a dot go first',
    [
      ['ab', '1'],
      ['a.b', '2'],
      ['B', '3'],
    ],
    'B=3,a.b=2,ab=1',
  ],
  ['values as they are', [['a', '$(X)']], 'a=$(X)'],
])('attributeText: %s', (_, attributes, expected) => {
  expect(formatAttributes(new Map(attributes))).toBe(expected);
});
