import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_LANGUAGES } from '../../../src/core/agents/agents.js';
import type { Result } from '../../../src/core/result.js';
import { openContext, type LiveContext, type LoadedContext } from '../../../src/serve/live-context.js';

const languages = new Set(DEFAULT_LANGUAGES);

let folder: string;
let context: LiveContext | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-context-'));
});
afterEach(() => {
  context?.stop();
  rmSync(folder, { recursive: true });
});

/** Writes as editors do: beside the file, and then over it. */
function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

const CONTEXT = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec: { addons: { enable_zipkin: true } }
`;

async function open(platform: string, paths: readonly string[]): Promise<LiveContext> {
  const opened = await openContext({ paths, platform: { path: platform }, languages });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  context = opened.value;
  return opened.value;
}

const nextReload = (live: LiveContext): Promise<Result<LoadedContext>> =>
  new Promise((resolve) => {
    live.onReload(resolve);
  });

const backendOf = ({ snapshot: { platform } }: LoadedContext): string =>
  platform.kind === 'ready' ? platform.platform.primary.value : platform.kind;

test('the chosen platform wins over that of the context, whose other objects stay', async () => {
  const live = await open(write('flags.tfvars', 'enable_jaeger = true\n'), [write('context.yaml', CONTEXT)]);
  expect(backendOf(live.current())).toBe('jaeger');
  expect([...live.current().snapshot.namespaces.keys()]).toEqual(['shop']);
});

test('a choice is enough, and is followed; one that is refused leaves the last good one in force', async () => {
  const live = await open(write('flags.yaml', 'addons: { enable_jaeger: true }\n'), []);
  expect(backendOf(live.current())).toBe('jaeger');

  let reload = nextReload(live);
  write('flags.yaml', 'addons: { enable_victoria_traces: true }\n');
  expect((await reload).ok).toBe(true);
  expect(backendOf(live.current())).toBe('victoria-traces');

  reload = nextReload(live);
  write('flags.yaml', 'addons: { enable_tempo: "perhaps" }\n');
  expect((await reload).ok).toBe(false);
  expect(backendOf(live.current())).toBe('victoria-traces');
  expect(live.issues()[0]?.message).toContain('allowed: true or false');
});

test('a choice that cannot be read is refused with its path', async () => {
  const path = join(folder, 'nothing.yaml');
  const opened = await openContext({ paths: [], platform: { path }, languages });
  expect(opened.ok ? [] : opened.error.map((issue) => issue.path)).toEqual([path]);
});
