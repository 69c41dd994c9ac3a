import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listen } from '../../src/http/listen.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const CONTEXT = fileURLToPath(new URL('../../examples/checkout/context.yaml', import.meta.url));

test('a port in use is all that is reported, whatever is logged', async () => {
  const other = createServer();
  const taken = await listen(other, { port: 0, host: '127.0.0.1' });
  const port = taken.ok ? taken.value : 0;
  const words = ['--context', CONTEXT, '--host', '127.0.0.1', '--port', `${port}`, '--admin-port', '0'];
  try {
    const ended = await new Promise((resolve) => {
      execFile(process.execPath, [MAIN, 'serve', ...words], (error, out, err) => {
        resolve({ code: error?.code, out, err });
      });
    });
    expect(ended).toEqual({
      code: 1,
      out: '',
      err: `error: 127.0.0.1:${port} is in use already; give another port or address.\n`,
    });
  } finally {
    other.close();
  }
});
