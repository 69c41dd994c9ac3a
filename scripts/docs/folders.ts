import { CORE_FOLDERS, OUTER_FOLDERS } from '../folders.mjs';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** The folders of `src`, each with those that it may import. */
export const buildFolderTable = (): string =>
  formatTable(
    ['folder', 'knows', 'must not know', 'may import'],
    OUTER_FOLDERS.map(({ name, knows, ignores, imports }) => [
      formatCode(`src/${name}`),
      knows,
      ignores,
      imports.length === 0 ? 'nothing' : formatCodes(imports),
    ]),
  );

/** The folders of the engine. */
export const buildCoreFolderTable = (): string =>
  formatTable(
    ['folder', 'knows', 'may import'],
    CORE_FOLDERS.map(({ name, knows, imports }) => [
      formatCode(`src/${name}`),
      knows,
      imports.length === 0 ? 'nothing' : formatCodes(imports.map((each) => each.replace('core/', ''))),
    ]),
  );
