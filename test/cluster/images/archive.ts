import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../machine/command.js';

/** What a container of the image runs, as an OCI image configuration has it. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
}

/** An image as folders: each is the root of one layer, the lowest first. */
export interface Image {
  readonly name: string;
  readonly layers: readonly string[];
  readonly config: ImageConfig;
}

/** Same bytes for the same files, so that equal layers of two images are stored once. */
const REPRODUCIBLE = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0'];

/**
 * Writes an image as the tar file that `docker save` makes and every runtime imports: layers, a configuration and
 * `manifest.json`. https://github.com/moby/docker-image-spec/blob/main/spec.md
 */
export async function writeArchive(image: Image, path: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'doka-tracing-image-'));
  try {
    const digests: string[] = [];
    const files: string[] = [];
    for (const [index, layer] of image.layers.entries()) {
      const file = `layer-${index}.tar`;
      run('tar', [...REPRODUCIBLE, '-C', layer, '-cf', join(folder, file), '.']);
      digests.push(await digestOf(join(folder, file)));
      files.push(file);
    }
    const config = {
      architecture: process.arch === 'x64' ? 'amd64' : process.arch,
      os: 'linux',
      config: image.config,
      rootfs: { type: 'layers', diff_ids: digests },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const manifest = [{ Config: 'config.json', RepoTags: [image.name], Layers: files }];
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    run('tar', ['-C', folder, '-cf', path, '.']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return `sha256:${hash.digest('hex')}`;
}
