import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached, cacheFolder, contentKey } from '../cluster/machine/cache.js';

/** What a part is made from: one package of a registry, or all that the file pins. */
type PartOrigin =
  | { readonly kind: 'pins'; readonly file: string }
  | { readonly kind: 'debian' | 'maven'; readonly name: string; readonly version: string };

/** Something real that tests start, and how it is made. */
export interface Part {
  readonly name: string;
  readonly version: string;
  readonly origin: PartOrigin;
  /** Files and folders that say what is made; the part is made anew when something in them changes. */
  readonly definition: readonly string[];
  /** Text that says the rest of it. */
  readonly recipe: string;
  /** Commands without which it can be neither made nor run. */
  readonly needs: readonly string[];
  /** Fills an empty folder; throws an error for a person when it cannot. */
  readonly make: (folder: string) => void;
}

/** Name of a part's folder in the cache. */
function keyOf({ name, version, definition, recipe }: Part): string {
  const texts = [process.platform, process.arch, recipe];
  return `${name}-${version}-${contentKey({ texts, paths: definition })}`;
}

/** The folder of a part, whether it was made or not. */
export const folderOf = (part: Part): string => join(cacheFolder(), keyOf(part));

/** The folder of a part, which is made when it is not there. */
export const made = (part: Part): Promise<string> =>
  cached(keyOf(part), (folder) => {
    mkdirSync(folder);
    part.make(folder);
  });
