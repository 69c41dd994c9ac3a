// Removes the test cluster with all that belongs to it.
import { clusterName } from './control-plane/cluster-state.js';
import { stopCluster } from './control-plane/cluster.js';

await stopCluster(clusterName());
