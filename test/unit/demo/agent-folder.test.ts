import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AGENT_PATH, listAgentImages, createAgentFolder } from '../../../demo/agent-folder.js';

test('the folder holds the file that the pod loads, which loads the installed agent', async () => {
  const { path, remove, package: name, version } = await createAgentFolder();
  try {
    const register = createRequire(import.meta.url).resolve(
      '@opentelemetry/auto-instrumentations-node/register',
    );
    const installed: unknown = JSON.parse(
      readFileSync(new URL(`../../../node_modules/${name}/package.json`, import.meta.url), 'utf8'),
    );
    expect(installed).toMatchObject({ name: '@opentelemetry/auto-instrumentations-node', version });
    const text = readFileSync(join(path, 'autoinstrumentation.js'), 'utf8');
    expect(text).toBe(`require(${JSON.stringify(register)});\n`);
  } finally {
    await remove();
  }
  expect(existsSync(path)).toBe(false);
});

test('the images are those of the init containers that copy the agent', () => {
  const copying = { name: 'agent', image: 'agent:1', volumeMounts: [{ name: 'a', mountPath: AGENT_PATH }] };
  const other = { name: 'other', image: 'other:1', volumeMounts: [{ name: 'b', mountPath: '/app' }] };
  const pod = { spec: { containers: [], initContainers: [other, copying, { name: 'bare' }] } };
  expect(listAgentImages([pod, pod, { spec: { containers: [] } }])).toEqual(['agent:1']);
});

test('a folder for temporary files with a space is reported', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'agent-folder-'));
  const spaced = join(parent, 'with space');
  mkdirSync(spaced);
  try {
    await expect(createAgentFolder(spaced)).rejects.toThrow(
      /with space", has a space in its path; set TMPDIR/,
    );
  } finally {
    rmSync(parent, { recursive: true });
  }
});
