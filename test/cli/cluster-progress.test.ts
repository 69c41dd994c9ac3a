import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'vitest';
import { runProgram } from '../../src/cli/program.js';
import { formatKubeconfig } from '../support/live-rig.js';
import { terminalOf } from '../support/terminal.js';

/** A cluster that does not answer before it ends, and a kubeconfig of it. */
async function startSilentCluster(): Promise<{
  readonly kubeconfig: string;
  readonly end: () => void;
  readonly remove: () => void;
}> {
  let isEnded = false;
  const server: Server = createServer((request) => {
    if (isEnded) request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-'));
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, 'config');
  writeFileSync(kubeconfig, formatKubeconfig(`http://127.0.0.1:${port}`));
  return {
    kubeconfig,
    remove: () => {
      server.close();
      rmSync(folder, { recursive: true });
    },
    end: () => {
      isEnded = true;
      server.closeAllConnections();
    },
  };
}

// Each waits for two seconds before it says so.
test.concurrent.for([[['explain', 'deploy/cart']], [['audit']], [['doctor']]] as const)(
  '%j tells a person at a terminal what takes so long',
  async ([words], { expect, onTestFinished }) => {
    const { kubeconfig, end, remove } = await startSilentCluster();
    onTestFinished(remove);
    const { terminal, written } = terminalOf('{}');
    const shown: unknown[] = [];
    const showStatus = (text: unknown): void => {
      shown.push(text);
      end();
    };
    await runProgram([...words, '--kubeconfig', kubeconfig], { ...terminal, showStatus });
    expect(shown).toEqual(['Reading the cluster there …', undefined]);
    expect(written.out + written.err).not.toContain('Reading');
  },
);
