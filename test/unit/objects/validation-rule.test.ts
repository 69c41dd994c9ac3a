import { describe, expect, test } from 'vitest';
import {
  formatCelList,
  formatCelName,
  buildMessage,
  addRules,
} from '../../../scripts/crd/validation-rule.js';

describe('a sentence in CEL', () => {
  test('without expressions is a message', () => {
    expect(buildMessage('is "odd"; correct it')).toEqual({ message: 'is "odd"; correct it' });
  });

  test.each([
    ['is {{self.a}}, not {{self.b}}', '"is " + self.a + ", not " + self.b'],
    ['{{self.a}} is "odd"', String.raw`self.a + " is \"odd\""`],
  ])('%s', (sentence, messageExpression) => {
    expect(buildMessage(sentence)).toEqual({ messageExpression });
  });
});

test('a list of texts', () => {
  expect(formatCelList(['In', 'a "b"\\'])).toBe(String.raw`["In", "a \"b\"\\"]`);
});

test.each([
  ['tempo', 'tempo'],
  ['victoria-traces', 'victoria__dash__traces'],
  ['namespace', '__namespace__'],
  ['a.b/c', 'a__dot__b__slash__c'],
  ['a__b', 'a__underscores__b'],
])('the field %s is %s', (field, name) => {
  expect(formatCelName(field)).toBe(name);
});

describe('a rule and its place', () => {
  const text = { type: 'string' };
  const item = { type: 'object', properties: { a: text } };
  const schema = {
    type: 'object',
    properties: { list: { type: 'array', maxItems: 9, items: item }, b: text },
  };
  const rule = { rule: 'self.a != ""', message: 'is empty' };

  test('the whole object', () => {
    expect(addRules(schema, [{ at: '', ...rule }])).toEqual({
      ...schema,
      'x-kubernetes-validations': [rule],
    });
  });

  test('items of a list, after the rules that are there', () => {
    const other = { rule: 'true', message: 'never' };
    expect(
      addRules(schema, [
        { at: 'list[]', ...other },
        { at: 'list[]', ...rule },
      ]),
    ).toEqual({
      ...schema,
      properties: {
        list: { type: 'array', maxItems: 9, items: { ...item, 'x-kubernetes-validations': [other, rule] } },
        b: text,
      },
    });
  });

  test('no rule leaves the schema as it is', () => {
    expect(addRules(schema, [])).toEqual(schema);
  });

  test.each(['c', 'b[]', 'list.a', 'list[].x'])('%s is not there', (at) => {
    expect(() => addRules(schema, [{ at, ...rule }])).toThrow(/which the schema does not have/);
  });
});
