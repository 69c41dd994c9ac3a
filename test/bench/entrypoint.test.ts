import { expect, test } from 'vitest';
import { entrypointFlags } from '../../bench/entrypoint.js';

test.each([
  ['FROM a\nENTRYPOINT ["node", "/app/dist/main.js"]', []],
  ['FROM a\nENTRYPOINT ["node", "--a=1", \\\n  "--b", "main.js"]', ['--a=1', '--b']],
  ['FROM a\nENTRYPOINT ["node", "--a=1", "--b", "main.js", "--not-nodes"]\nCMD ["serve"]', ['--a=1', '--b']],
])('%j starts Node.js with %j', (dockerfile, flags) => {
  expect(entrypointFlags(dockerfile)).toEqual(flags);
});

test.each(['FROM a', 'FROM a\nENTRYPOINT node main.js', 'FROM a\nENTRYPOINT ["sh", "main"]'])(
  '%j is refused',
  (dockerfile) => {
    expect(() => entrypointFlags(dockerfile)).toThrow('ENTRYPOINT');
  },
);
