import { basename, join } from 'node:path';
import { made, type Part } from '../../parts/part.js';
import { contentKey } from '../machine/cache.js';
import { addProgram, layerIn } from './base-layers.js';
import type { ImageRecipe } from './catalogue.js';

/** A real server that is put into an image. */
interface ServerImage {
  readonly part: Part;
  /** Path of its program in the folder of the part; in the image it is at the same path. */
  readonly program: string;
  /** Full name of the image. */
  readonly name: string;
}

/** An image that runs a part, which is made when it is not there. */
export async function serverImage({ part, program, name }: ServerImage): Promise<ImageRecipe> {
  const folder = await made(part);
  return {
    name,
    key: contentKey({ texts: [basename(folder), program, name] }),
    make: (scratch) => {
      const root = layerIn(scratch, 'server');
      addProgram(root, join(folder, program), `/${program}`);
      return { layers: [root], config: { Entrypoint: [`/${program}`] } };
    },
  };
}
