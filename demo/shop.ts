import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseObjects } from '../src/config/documents.js';
import type { Deployment } from './pod-of.js';
import type { Service } from './service-environment.js';

/** The example of which the demo is made. */
export interface Shop {
  readonly folder: string;
  /** What the webhook reads. */
  readonly contextFile: string;
  /** In the order in which they are started: what is called before what calls it. */
  readonly deployments: readonly Deployment[];
  readonly services: readonly Service[];
}

const FOLDER = fileURLToPath(new URL('../examples/checkout', import.meta.url));
const FILES = ['checkout.yaml', 'storefront.yaml'];

/** Reads examples/checkout. Rejects when it is not beside the program, as in an image that holds only `dist`. */
export async function readShop(folder: string = FOLDER): Promise<Shop> {
  const objects: { readonly kind: string }[] = [];
  // One after the other, so that of several missing files the first is named.
  for (const name of FILES) objects.push(...(await readObjects(join(folder, name))));
  return {
    folder,
    contextFile: join(folder, 'context.yaml'),
    deployments: objects.filter((each): each is Deployment => each.kind === 'Deployment'),
    services: objects.filter((each): each is Service & { kind: string } => each.kind === 'Service'),
  };
}

/** The objects of a file of ours; their shapes are held by a test. */
async function readObjects(file: string): Promise<readonly { readonly kind: string }[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`The demo needs ${file}; run it in a checkout of the repository.`, { cause: error });
  });
  const parsed = parseObjects(text, file);
  if (!parsed.ok) throw new Error(parsed.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
  return parsed.value.map((object) => {
    const value = object.value();
    if (!value.ok) throw new Error(`${file}: ${object.kind} cannot be read.`);
    return value.value as { readonly kind: string };
  });
}
