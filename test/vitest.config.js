import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** What the configurations of all rungs have in common. */
const BASE = {
  root: join(import.meta.dirname, '..'),
  pool: 'forks',
  // Hooks run in the order in which they stand, also those after a test.
  sequence: { hooks: 'list' },
};

/**
 * The configuration of a rung whose tests use real servers.
 * @param {import('vitest/config').ViteUserConfig['test']} options
 */
export const serverConfig = (options) =>
  defineConfig({
    test: {
      ...BASE,
      // Files share the servers and their names: they run one after another, each in a process of its own.
      maxWorkers: 1,
      hookTimeout: options.testTimeout,
      ...options,
    },
  });

export default defineConfig({
  test: {
    ...BASE,
    include: ['test/**/*.test.ts'],
    // These need real servers, and have commands of their own.
    exclude: [
      ...configDefaults.exclude,
      '**/*.{api-server,cluster,backends,agents,attack,rules,chart,page,release}.test.ts',
    ],
    // A process loads each module once, for all of its files. That halves the time.
    isolate: false,
    // Vitest leaves one core free otherwise.
    maxWorkers: '100%',
    // Time is no verdict: a machine that builds beside the tests is slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
