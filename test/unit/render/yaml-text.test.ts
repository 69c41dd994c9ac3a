import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { formatYaml, formatYamlDocuments } from '../../../src/render/yaml-text.js';

describe('a document', () => {
  test('keeps the order of keys, and reads back as it was', () => {
    const value = { b: 1, a: { z: ['x', 'y'], text: 'two\nlines\n' }, version: '0.118', none: null };
    const text = formatYaml({ value });
    expect(Object.keys(parse(text) as object)).toEqual(['b', 'a', 'version', 'none']);
    expect(parse(text)).toEqual(value);
  });

  test('writes a few words in one line, and sentences below each other', () => {
    expect(formatYaml({ value: { short: ['otlp', 'zipkin'], long: ['a == "b"'] } })).toBe(
      'short: [otlp, zipkin]\nlong:\n  - a == "b"\n',
    );
  });

  test('writes values out that are one object', () => {
    const shared = { a: 1 };
    expect(formatYaml({ value: { x: shared, y: shared } })).toBe('x:\n  a: 1\ny:\n  a: 1\n');
  });
});

describe('comments', () => {
  test('stand before the document, a key and an item', () => {
    const text = formatYaml({
      value: { a: { 'b/c': [{ d: 1 }, { e: 2 }] } },
      head: 'All of it.',
      comments: [
        { path: ['a', 'b/c'], text: 'A key.' },
        { path: ['a', 'b/c', 1], text: 'An item.' },
      ],
    });
    expect(text).toBe('# All of it.\na:\n  # A key.\n  b/c:\n    - d: 1\n    # An item.\n    - e: 2\n');
  });

  test('are broken into lines that fit', () => {
    const text = formatYaml({ value: { a: 1 }, head: 'word '.repeat(60).trim() });
    const lines = text.split('\n').filter((line) => line.startsWith('#'));
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => line.length > 110)).toEqual([]);
    expect(lines.map((line) => line.slice(2)).join(' ')).toBe('word '.repeat(60).trim());
  });

  test('about nothing are a mistake', () => {
    expect(() => formatYaml({ value: { a: 1 }, comments: [{ path: ['b'], text: 'x' }] })).toThrow(
      'there is nothing at b',
    );
  });
});

test('several documents are distinguished', () => {
  expect(formatYamlDocuments([{ value: { a: 1 } }, { value: { b: 2 }, head: 'Two.' }])).toBe(
    'a: 1\n---\n# Two.\nb: 2\n',
  );
});
