import { tmpdir } from 'node:os';
import { join } from 'node:path';
import base from '../jest.config.js';

/**
 * The configuration of a rung whose tests start pods. One file at a time: they share one network and its names.
 * @param {string} rung
 * @returns {import('jest').Config}
 */
export const podsConfig = (rung) => {
  // The reporter of the run makes it, and removes or names it: others read this configuration without running anything.
  process.env['POD_LOGS'] ??= join(tmpdir(), `doka-tracing-${rung}-logs-${process.pid}-${Date.now()}`);
  return {
    ...base,
    rootDir: '../..',
    testMatch: [`<rootDir>/test/${rung}/**/*.${rung}.test.ts`],
    testPathIgnorePatterns: ['/node_modules/'],
    maxWorkers: 1,
    // What a start that failed has left behind would keep the run alive; it ends with the namespaces.
    forceExit: true,
    testTimeout: 180_000,
    reporters: ['default', '<rootDir>/test/pods/logs-reporter.mjs'],
  };
};
