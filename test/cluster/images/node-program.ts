import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../machine/cache.js';
import { run } from '../machine/command.js';
import { nodeVersion, parseDockerfile } from './dockerfile.js';

const DOCKERFILE = fileURLToPath(new URL('../../../Dockerfile', import.meta.url));

/** Version of Node.js in the image that ships: the one that the Dockerfile names. */
export const imageNodeVersion = (): string => nodeVersion(parseDockerfile(readFileSync(DOCKERFILE, 'utf8')));

/**
 * Gives the folder with a Node.js of this version and architecture, `bin/node` in it: the official build, which the
 * registry of npm has as packages that hold nothing else. Packed instead of installed, as npm installs no package that is
 * for another architecture.
 */
export function fetchNode(version: string, architecture: string = process.arch): Promise<string> {
  const name = `node-linux-${architecture}`;
  return cached(`${name}-${version}`, (folder) => {
    const download = mkdtempSync(join(tmpdir(), 'doka-tracing-node-'));
    try {
      run('npm', ['pack', '--silent', '--ignore-scripts', `${name}@${version}`], { cwd: download });
      const [archive = ''] = readdirSync(download);
      mkdirSync(folder);
      const members = ['package/bin', 'package/LICENSE'];
      run('tar', ['-xzf', join(download, archive), '--strip-components=1', '-C', folder, ...members]);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  });
}

/** The Node.js of the image that ships, as a program for this machine. */
export const fetchImageNode = async (): Promise<string> =>
  join(await fetchNode(imageNodeVersion()), 'bin', 'node');
