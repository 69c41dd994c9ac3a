// Runs the suites of this folder on a cluster of their own, inside of its network namespace, and removes it again. Words
// on the command line go to vitest: a file, or -t with a part of a test's name.
import { clusterPaths, startCluster, stopCluster } from './control-plane/cluster.js';
import { isAnyNodeRunning, listSharedFiles } from './control-plane/runtime-files.js';
import { imageNames } from './images/image-names.js';
import { imageRecipes } from './images/catalogue.js';
import { buildBinaries } from './kubernetes/binaries.js';
import { ensureRequirements } from './machine/requirements.js';
import { runSuites } from './run-suites.js';
import { forbiddenRequests } from './suite/audit.js';

const NAME = process.env['CLUSTER_NAME'] ?? 'doka-tracing-test';

ensureRequirements();
const binaries = await buildBinaries();
await stopCluster(NAME);
const before = listSharedFiles();
const paths = clusterPaths(NAME, binaries);
try {
  await startCluster(paths, imageRecipes(binaries, imageNames()));
  process.exitCode = runSuites(paths, process.argv.slice(2));
  const forbidden = forbiddenRequests(paths.state);
  for (const { verb, requestURI } of forbidden)
    console.error(`forbidden to the webhook: ${verb} ${requestURI}`);
  if (forbidden.length > 0) process.exitCode = 1;
} finally {
  await stopCluster(NAME);
  const left = listSharedFiles().filter((path) => !before.includes(path));
  // Those of another cluster look the same.
  if (left.length > 0 && !isAnyNodeRunning()) {
    console.error(`left behind by the cluster:\n${left.join('\n')}`);
    process.exitCode = 1;
  }
}
