import { spawnSync } from 'node:child_process';
import { within } from './control-plane/lifecycle.js';
import type { ClusterPaths } from './control-plane/components.js';

const VITEST = ['node_modules/vitest/vitest.mjs', 'run', '--config=test/cluster/vitest.config.js'];

/** Runs suites of this folder where the cluster's programs run; `words` are vitest's. Gives the exit code. */
export function runSuites(paths: ClusterPaths, words: readonly string[]): number {
  const [command = '', ...args] = within(paths, [process.execPath, ...VITEST, ...words]);
  const env = {
    ...process.env,
    CLUSTER_NAME: paths.name,
    CLUSTER_BINARIES: paths.binaries,
    CLUSTER_NETWORK: paths.network,
  };
  return spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
}
