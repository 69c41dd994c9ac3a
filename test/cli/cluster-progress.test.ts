import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProgram } from '../../src/cli/program.js';
import { formatKubeconfig } from '../support/live-rig.js';
import { terminalOf } from '../support/terminal.js';

let server: Server;
let folder: string;
/** Whether the cluster has ended, which does not answer before. */
let isEnded: boolean;

beforeEach(async () => {
  isEnded = false;
  server = createServer((request) => {
    if (isEnded) request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = mkdtempSync(join(tmpdir(), 'doka-tracing-'));
  const { port } = server.address() as AddressInfo;
  writeFileSync(join(folder, 'config'), formatKubeconfig(`http://127.0.0.1:${port}`));
});

afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function endCluster(): void {
  isEnded = true;
  server.closeAllConnections();
}

test.each([[['explain', 'deploy/cart']], [['audit']], [['doctor']]])(
  '%j tells a person at a terminal what takes so long',
  async (words) => {
    const { terminal, written } = terminalOf('{}');
    const shown: unknown[] = [];
    const showStatus = (text: unknown): void => {
      shown.push(text);
      endCluster();
    };
    await runProgram([...words, '--kubeconfig', join(folder, 'config')], { ...terminal, showStatus });
    expect(shown).toEqual(['Reading the cluster there …', undefined]);
    expect(written.out + written.err).not.toContain('Reading');
  },
);
