import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IMAGE_VARIABLES, startService, type ServiceCommand } from '../../../demo/service-process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-process-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
async function commandOf(program: string, rest: Partial<ServiceCommand> = {}): Promise<ServiceCommand> {
  count += 1;
  const file = join(folder, `program-${count}.cjs`);
  await writeFile(file, program);
  return {
    name: 'web',
    args: [file],
    environment: {},
    signal: new AbortController().signal,
    log: () => undefined,
    ...rest,
  };
}

/** Answers its variables on a free port. */
const SERVER = `
  const server = require('node:http').createServer((_, response) => response.end(JSON.stringify(process.env)));
  server.listen(0, '127.0.0.1', () => {
    console.log('starting');
    console.log('{"event":"other"}');
    console.log('{not json');
    console.log(JSON.stringify({ event: 'listening', port: server.address().port }));
  });
`;

test('a service has its variables and what an image would set, and nothing else', async () => {
  process.env['INHERITED'] = 'no';
  const { port, stop } = await startService(await commandOf(SERVER, { environment: { GREETING: 'a b=c' } }));
  try {
    const seen = (await (await fetch(`http://127.0.0.1:${port}`)).json()) as Record<string, string>;
    const fromImage = IMAGE_VARIABLES.filter((name) => process.env[name] !== undefined);
    expect(Object.keys(seen).sort()).toEqual(['GREETING', ...fromImage].sort());
    expect(seen['GREETING']).toBe('a b=c');
  } finally {
    delete process.env['INHERITED'];
    await stop();
  }
});

test('what it writes to stderr is handed on once it listens', async () => {
  const program = `setInterval(() => console.error('no tea left'), 10);${SERVER}`;
  let log: (text: string) => void = () => undefined;
  const written = new Promise<string>((resolve) => {
    log = resolve;
  });
  const { stop } = await startService(
    await commandOf(program, {
      log: (text) => {
        log(text);
      },
    }),
  );
  try {
    expect(await written).toContain('no tea left');
  } finally {
    await stop();
  }
});

test('stop ends it, and a second stop is nothing', async () => {
  const { port, stop } = await startService(await commandOf(SERVER));
  await stop();
  await stop();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});

test('one that does not end by SIGTERM is killed', async () => {
  const program = `process.on('SIGTERM', () => undefined);${SERVER}`;
  const { port, stop } = await startService(await commandOf(program, { graceMs: 50 }));
  await stop();
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
});

test('one that ends before it listens is reported with what it wrote', async () => {
  const command = await commandOf(`console.error('no tea left'); process.exitCode = 3;`);
  await expect(startService(command)).rejects.toThrow(/The service web did not start.*\nno tea left/);
});

test('an interruption while it starts ends it', async () => {
  const controller = new AbortController();
  const command = await commandOf('setInterval(() => undefined, 1000);', { signal: controller.signal });
  const started = startService(command);
  controller.abort(new Error('interrupted'));
  await expect(started).rejects.toThrow('interrupted');
});
