import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverConfig } from '../vitest.config.js';

/**
 * The configuration of a rung whose tests start pods. What a start that failed has left behind ends with the namespaces.
 * @param {string} rung
 */
export const podsConfig = (rung) => {
  // The reporter of the run makes it, and removes or names it: others read this configuration without running anything.
  process.env['POD_LOGS'] ??= join(tmpdir(), `doka-tracing-${rung}-logs-${process.pid}-${Date.now()}`);
  return serverConfig({
    include: [`test/${rung}/**/*.${rung}.test.ts`],
    testTimeout: 300_000,
    reporters: ['default', join(import.meta.dirname, 'logs-reporter.mjs')],
  });
};
