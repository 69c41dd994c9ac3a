// Runs the suites that an API server alone is enough for, as any user: etcd, kube-apiserver and kubectl come from
// KUBEBUILDER_ASSETS, or are built. Words on the command line go to vitest.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../support/free-ports.js';
import { apiServerPaths, startApiServer, stopApiServer } from './control-plane/api-server.js';
import { buildBinaries } from './kubernetes/binaries.js';
import { runSuites } from './run-suites.js';

const PROGRAMS = ['etcd', 'kube-apiserver', 'kubectl'];

async function programs(): Promise<string> {
  const folder = process.env['KUBEBUILDER_ASSETS'];
  if (folder === undefined) return buildBinaries();
  const missing = PROGRAMS.filter((name) => !existsSync(join(folder, name)));
  if (missing.length > 0) throw new Error(`KUBEBUILDER_ASSETS: ${folder} lacks ${missing.join(', ')}.`);
  return folder;
}

const [server = 0, etcd = 0, etcdPeer = 0] = await freePorts(3);
const paths = apiServerPaths(`api-server-${process.pid}`, await programs(), { server, etcd, etcdPeer });
try {
  await startApiServer(paths);
  process.exitCode = runSuites(paths, process.argv.slice(2));
} finally {
  await stopApiServer(paths);
}
