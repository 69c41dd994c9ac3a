import { importImage } from '../control-plane/cluster.js';
import { archiveOf } from '../images/catalogue.js';
import { serverImage } from '../images/server-image.js';
import { CATALOG, type PartName } from '../../parts/catalog.js';
import { paths } from './test-cluster.js';

/**
 * Gives the cluster an image with the program of a part, under the name by which pods call for it. Images of servers are
 * large, so a suite that needs them brings them.
 */
export async function bringImage(name: string, part: PartName, program: string = part): Promise<void> {
  const recipe = await serverImage({ part: CATALOG[part], program, name: fullName(name) });
  importImage(paths, await archiveOf(recipe));
}

/** The name that a runtime makes of one without a registry. */
const fullName = (name: string): string =>
  /^(localhost|[^/]+[.:][^/]*)\//.test(name) ? name : `docker.io/${name}`;
