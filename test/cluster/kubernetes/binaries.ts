import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PINS } from '../../../src/core/pins.js';
import { cached, contentKey } from '../machine/cache.js';
import { run } from '../machine/command.js';

/** The version that the module beside this file requires; without it in the binaries clients see v0.0.0. */
const KUBERNETES_VERSION = `v${PINS.kubernetes.version}`;

const MODULE = fileURLToPath(new URL('.', import.meta.url));

/**
 * Gives the folder of kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy, kubectl, etcd, coredns
 * and pause, after building them from their published Go modules when the cache does not have them: about 16 minutes of
 * processor time.
 */
export function buildBinaries(): Promise<string> {
  const key = contentKey({ paths: ['go.mod', 'go.sum', 'cmd'].map((name) => join(MODULE, name)) });
  return cached(`kubernetes-${KUBERNETES_VERSION}-${key}`, (folder) => {
    mkdirSync(folder);
    const linked = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
      .map((name) => `-X ${name}.gitVersion=${KUBERNETES_VERSION}`)
      .join(' ');
    const flags = ['-p', String(availableParallelism()), '-trimpath', '-ldflags', `-s -w ${linked}`];
    run('go', ['build', ...flags, '-o', `${folder}/`, './cmd/...'], { cwd: MODULE, env: goEnvironment() });
  });
}

/** The proxy alone: falling back to the origin hides its answer behind a failed look-up of a host. */
function goEnvironment(): NodeJS.ProcessEnv {
  const [proxy = ''] = run('go', ['env', 'GOPROXY']).trim().split(',');
  return { ...process.env, GOPROXY: proxy, CGO_ENABLED: '0' };
}
