import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../cluster/machine/command.js';
import { unmountBelow } from '../cluster/machine/mounts.js';

/** A store of images that belongs to one run. */
export interface ImageStore {
  /** With these variables buildah uses the store; steps of a Dockerfile run in a chroot, without a container engine. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs buildah, and gives what it prints. */
  readonly run: (words: readonly string[]) => string;
  /** Removes what the store has mounted, so that its folder can be removed. */
  readonly remove: () => void;
}

/** Makes a store in a folder; https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md */
export function isolatedStore(folder: string): ImageStore {
  mkdirSync(folder, { recursive: true });
  const configuration = join(folder, 'storage.conf');
  const paths = { graphroot: join(folder, 'graph'), runroot: join(folder, 'run') };
  const lines = Object.entries({ driver: 'overlay', ...paths }).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}\n`,
  );
  writeFileSync(configuration, `[storage]\n${lines.join('')}`);
  const env = { ...process.env, CONTAINERS_STORAGE_CONF: configuration, BUILDAH_ISOLATION: 'chroot' };
  return {
    env,
    run: (words) => run('buildah', words, { env }),
    remove: () => {
      unmountBelow(folder);
    },
  };
}
