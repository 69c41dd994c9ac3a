// Brings the test cluster up and says how to use it. Everything expensive comes from the cache when it is there.
import { join } from 'node:path';
import { clusterName } from './control-plane/cluster-state.js';
import { clusterPaths, startCluster, stopCluster } from './control-plane/cluster.js';
import { imageNames } from './images/image-names.js';
import { imageRecipes } from './images/catalogue.js';
import { buildBinaries } from './kubernetes/binaries.js';
import { inNetworkNamespace } from './machine/network-namespace.js';
import { ensureRequirements } from './machine/requirements.js';

ensureRequirements();
const binaries = await buildBinaries();
const paths = clusterPaths(clusterName(), binaries);
try {
  await startCluster(paths, imageRecipes(binaries, imageNames()));
} catch (error) {
  if (process.env['CLUSTER_KEEP'] === undefined) await stopCluster(paths.name);
  throw error;
}
console.log(`
The cluster runs in a network namespace of its own. Its kubeconfig:

  ${join(paths.state, 'pki', 'admin.kubeconfig')}

From outside, ${join(paths.state, 'kubectl')} is kubectl; any other program reaches the cluster with

  ${inNetworkNamespace(paths.name, ['PROGRAM']).join(' ')}

Remove it with: npm run cluster:down
`);
