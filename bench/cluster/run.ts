// Measures the webhook in a test cluster of its own, and removes the cluster again; see docs/performance.md. What
// measures is a process inside of the cluster's network namespace.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { clusterPaths, startCluster, stopCluster } from '../../test/cluster/control-plane/cluster.js';
import type { ClusterPaths } from '../../test/cluster/control-plane/components.js';
import { within } from '../../test/cluster/control-plane/lifecycle.js';
import { imageRecipes } from '../../test/cluster/images/catalogue.js';
import { imageNames } from '../../test/cluster/images/image-names.js';
import { buildBinaries } from '../../test/cluster/kubernetes/binaries.js';
import { ensureRequirements } from '../../test/cluster/machine/requirements.js';
import { forbiddenRequests } from '../../test/cluster/suite/audit.js';
import { ROOT } from '../pinned.js';
import { readOptions, USAGE } from './options.js';

const NAME = process.env['CLUSTER_NAME'] ?? 'doka-tracing-bench';

async function benchmark(args: readonly string[]): Promise<number> {
  ensureRequirements();
  const binaries = await buildBinaries();
  await stopCluster(NAME);
  const paths = clusterPaths(NAME, binaries);
  try {
    await startCluster(paths, imageRecipes(binaries, imageNames()));
    const code = await measure(paths, args);
    const forbidden = forbiddenRequests(paths.state);
    for (const { verb, requestURI } of forbidden)
      console.error(`forbidden to the webhook: ${verb} ${requestURI}`);
    return forbidden.length > 0 ? 1 : code;
  } finally {
    await stopCluster(NAME);
  }
}

async function measure(paths: ClusterPaths, args: readonly string[]): Promise<number> {
  const words = [process.execPath, '--import', 'tsx', 'bench/cluster/measure.ts', ...args];
  const [command = '', ...rest] = within(paths, words);
  const env = {
    ...process.env,
    CLUSTER_NAME: paths.name,
    CLUSTER_BINARIES: paths.binaries,
    CLUSTER_NETWORK: paths.network,
  };
  const child = spawn(command, rest, { cwd: ROOT, stdio: 'inherit', env });
  // A terminal's Ctrl-C reaches the child too; this process outlives it to remove the cluster.
  const ignore = (): void => undefined;
  process.on('SIGINT', ignore).on('SIGTERM', () => child.kill());
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

const options = readOptions(process.argv.slice(2));
if (!options.ok) {
  console.error(`error: ${options.error}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (options.value === 'help') console.log(USAGE);
else process.exitCode = await benchmark(process.argv.slice(2));
