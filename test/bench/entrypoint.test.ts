import { expect, test } from 'vitest';
import { entrypointFlags } from '../../bench/entrypoint.js';

test.each([
  ['ENTRYPOINT ["node", "/app/dist/main.js"]', []],
  ['FROM a\nENTRYPOINT ["node", "--a=1", "--b", "main.js", "--not-nodes"]\nCMD ["serve"]', ['--a=1', '--b']],
])('%j starts Node.js with %j', (dockerfile, flags) => {
  expect(entrypointFlags(dockerfile)).toEqual(flags);
});

test.each(['FROM a', 'ENTRYPOINT node main.js', 'ENTRYPOINT ["sh", "main"]'])(
  '%j is refused',
  (dockerfile) => {
    expect(() => entrypointFlags(dockerfile)).toThrow('ENTRYPOINT');
  },
);
