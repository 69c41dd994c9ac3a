import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { createLogger, type Logger } from '../../../src/telemetry/logger.js';
import { issueSelfSigned } from '../../../src/tls/certificates.js';
import { createEphemeralSource } from '../../../src/tls/ephemeral-source.js';
import { createFileSource } from '../../../src/tls/file-source.js';
import type { CertificateSource, ServingCertificate } from '../../../src/tls/source.js';
import { like } from '../../support/like.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
let sources: CertificateSource[];
let lines: Record<string, unknown>[];
let logged: (() => void)[];
let logger: Logger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certs-'));
  sources = [];
  lines = [];
  logged = [];
  logger = createLogger('info', {
    write: (line) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
      for (const resolve of logged.splice(0)) resolve();
    },
  });
});

afterEach(async () => {
  for (const source of sources) source.stop();
  await rm(folder, { recursive: true });
});

const nextLine = (): Promise<void> => new Promise((resolve) => logged.push(resolve));

const nextChange = (source: CertificateSource): Promise<ServingCertificate> =>
  new Promise((resolve) => {
    source.onChange(resolve);
  });

async function write(files: { readonly cert?: string; readonly key?: string }): Promise<void> {
  if (files.key !== undefined) await replaceFile('tls.key', files.key);
  if (files.cert !== undefined) await replaceFile('tls.crt', files.cert);
}

/** No look sees half of it. */
async function replaceFile(name: string, text: string): Promise<void> {
  await writeFile(join(folder, `${name}.new`), text);
  await rename(join(folder, `${name}.new`), join(folder, name));
}

const issue = (): Promise<ServingCertificate> =>
  issueSelfSigned({ names: ['a'], notBefore: new Date(), notAfter: new Date(Date.now() + DAY_MS) });

async function fromFiles(now = () => new Date()): Promise<CertificateSource> {
  const source = await createFileSource(folder, { logger, now, intervalMs: 5 });
  if (!source.ok) throw new Error(source.error);
  sources.push(source.value);
  return source.value;
}

test('files: a folder without a pair is refused with its name and the remedy', async () => {
  expect(await createFileSource(folder, { logger })).toMatchObject({
    error: like.stringMatching(/certs-.+tls\.(crt|key).+must hold tls\.crt and tls\.key/),
  });
});

test('files: a new pair takes over', async () => {
  const [first, second] = await Promise.all([issue(), issue()]);
  await write(first);
  const source = await fromFiles();
  expect(source.current()).toEqual({ ...first });
  const change = nextChange(source);
  await write(second);
  expect((await change).cert).toBe(second.cert);
  expect(source.current().key).toBe(second.key);
});

test('files: a bad pair is logged once and leaves the last good one, until it is mended', async () => {
  const [first, second] = await Promise.all([issue(), issue()]);
  await write(first);
  const source = await fromFiles();
  const line = nextLine();
  await write({ cert: second.cert });
  await line;
  expect(source.current().cert).toBe(first.cert);
  const change = nextChange(source);
  await write({ key: second.key });
  await change;
  expect(source.current().cert).toBe(second.cert);
  expect(lines).toMatchObject([
    { level: 'error', problem: like.stringContaining('does not belong') },
    { level: 'info' },
  ]);
});

test('files: a pair that a server cannot use leaves the last good one, and the next good one takes over', async () => {
  const [first, second] = await Promise.all([issue(), issue()]);
  await write(first);
  const source = await fromFiles();
  const server = createServer({ cert: first.cert, key: first.key });
  source.onChange(({ cert, key }) => {
    server.setSecureContext({ cert, key });
  });
  const line = nextLine();
  await write({ cert: `${first.cert}\n${second.cert.slice(0, 200)}` });
  await line;
  expect(source.current().cert).toBe(first.cert);
  const change = nextChange(source);
  await write({ cert: `${first.cert}\n${second.cert}` });
  await change;
  expect(lines).toMatchObject([
    { level: 'error', problem: like.stringContaining('cannot be served') },
    { level: 'info' },
  ]);
});

test('files: whatever goes wrong when a pair takes over is logged, and the next look comes', async () => {
  const [first, second, third] = await Promise.all([issue(), issue(), issue()]);
  await write(first);
  const source = await fromFiles();
  source.onChange(({ cert }) => {
    if (cert === second.cert) throw new Error('refused');
  });
  await write(second);
  while (!lines.some(({ msg }) => String(msg).includes('could not be loaded'))) await nextLine();
  const change = nextChange(source);
  await write(third);
  expect((await change).cert).toBe(third.cert);
});

test('files: a certificate that has ended is served, and the log says it once', async () => {
  const [first, second] = await Promise.all([issue(), issue()]);
  await write(first);
  let now = new Date();
  const source = await fromFiles(() => now);
  const line = nextLine();
  now = new Date(first.notAfter.getTime() + 1);
  await line;
  expect(source.current().cert).toBe(first.cert);
  now = new Date();
  const change = nextChange(source);
  await write(second);
  await change;
  const ended = lines.filter(({ problem }) => String(problem).includes('ended at'));
  expect(ended).toMatchObject([
    { level: 'error', problem: like.stringContaining(first.notAfter.toISOString()) },
  ]);
});

test('files: a certificate that has ended before the start is reported at once', async () => {
  await write(await issue());
  await fromFiles(() => new Date(Date.now() + 2 * DAY_MS));
  expect(lines).toMatchObject([{ level: 'error', problem: like.stringContaining('ended at') }]);
});

test('memory: a certificate for this machine and the given names, renewed after two thirds of its life', async () => {
  let now = new Date();
  const source = await createEphemeralSource({ names: ['x.test'], logger, now: () => now, tickMs: 5 });
  sources.push(source);
  const first = source.current();
  const lifeMs = first.notAfter.getTime() - first.notBefore.getTime();
  const change = nextChange(source);
  now = new Date(first.notBefore.getTime() + lifeMs * 0.7);
  const second = await change;
  expect(second.notAfter.getTime()).toBeGreaterThan(first.notAfter.getTime());
  expect(source.current()).toBe(second);
  expect(second.cert).not.toBe(first.cert);
});
