import { cpSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addNode, addShell, copyInto } from '../cluster/images/base-layers.js';
import { fetchNode, imageNodeVersion } from '../cluster/images/node-program.js';
import { run } from '../cluster/machine/command.js';
import type { ImageStore } from './image-store.js';

/** Names of this machine's architecture and of others, as npm and as images have them. */
export const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64' } as const;

/**
 * Fills a folder with a root for each architecture, in the place of the official image of Node.js where there is no
 * registry to take that from: the Node.js of the Dockerfile and, for the architecture of this machine, what the steps of
 * the Dockerfile need to run. The other one is only copied to.
 */
async function writeBaseRoots(folder: string): Promise<void> {
  for (const [architecture, name] of Object.entries(ARCHITECTURES)) {
    const root = join(folder, name);
    mkdirSync(root, { mode: 0o755 });
    const program = join(await fetchNode(imageNodeVersion(), architecture), 'bin', 'node');
    if (architecture === process.arch) addRunnable(root, program);
    else copyInto(root, program, '/usr/local/bin/node');
  }
}

/** Node.js with its libraries, npm, and the programs of a shell by which npm is started. */
function addRunnable(root: string, program: string): void {
  addNode(root, program);
  addShell(root);
  mkdirSync(join(root, 'usr/bin'), { recursive: true });
  symlinkSync('/bin/busybox', join(root, 'usr/bin/env'));
  cpSync(npmFolder(), join(root, 'usr/local/lib/npm'), { recursive: true });
  symlinkSync('../lib/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
}

/** Folder of the npm of this machine. */
const npmFolder = (): string => dirname(dirname(realpathSync(run('sh', ['-c', 'command -v npm']).trim())));

const DOCKERFILE = `FROM scratch
ARG TARGETARCH
COPY \${TARGETARCH} /
ENV PATH=/usr/local/bin:/usr/bin:/bin
`;

/** Builds the image of those roots, for every architecture, into a store; gives its name there. */
export async function buildBase(folder: string, store: ImageStore): Promise<string> {
  mkdirSync(folder, { recursive: true });
  await writeBaseRoots(folder);
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  const platforms = Object.values(ARCHITECTURES).map((name) => `linux/${name}`);
  store.run(['build', `--platform=${platforms.join(',')}`, `--manifest=${NAME}`, folder]);
  return NAME;
}

const NAME = 'localhost/stand-in-base';
