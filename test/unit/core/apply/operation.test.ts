import { expect, test } from 'vitest';
import { formatPointer } from '../../../../src/core/operation.js';

test.each<[string, readonly (string | number)[], string]>([
  ['nothing is the whole document', [], ''],
  ['a name', ['spec'], '/spec'],
  ['names and an index', ['spec', 'containers', 0], '/spec/containers/0'],
  ['a slash', ['tracing.dokaseca.io/status'], '/tracing.dokaseca.io~1status'],
  ['a tilde', ['a~b'], '/a~0b'],
  ['both, the tilde first', ['~/'], '/~0~1'],
  ['what looks escaped', ['~1'], '/~01'],
  ['every one of them', ['a/b/c~d~'], '/a~1b~1c~0d~0'],
  ['an empty name', [''], '/'],
])('%s', (_, tokens, expected) => {
  expect(formatPointer(...tokens)).toBe(expected);
});
