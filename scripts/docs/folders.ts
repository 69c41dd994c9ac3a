import { CORE_FOLDERS, OUTER_FOLDERS } from '../folders.mjs';
import { code, codes, table } from './markdown.js';

/** The folders of `src`, each with those that it may import. */
export const folderTable = (): string =>
  table(
    ['folder', 'knows', 'must not know', 'may import'],
    OUTER_FOLDERS.map(({ name, knows, ignores, imports }) => [
      code(`src/${name}`),
      knows,
      ignores,
      imports.length === 0 ? 'nothing' : codes(imports),
    ]),
  );

/** The folders of the engine. */
export const coreFolderTable = (): string =>
  table(
    ['folder', 'knows', 'may import'],
    CORE_FOLDERS.map(({ name, knows, imports }) => [
      code(`src/${name}`),
      knows,
      imports.length === 0 ? 'nothing' : codes(imports.map((each) => each.replace('core/', ''))),
    ]),
  );
