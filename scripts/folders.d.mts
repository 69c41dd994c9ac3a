/** A folder of `src`. */
export interface Folder {
  /** Below `src`. */
  readonly name: string;
  readonly knows: string;
  /** What it must not know. */
  readonly ignores: string;
  /** Folders that it may import, beside itself. */
  readonly imports: readonly string[];
}

export const CORE_FOLDERS: readonly Folder[];
export const OUTER_FOLDERS: readonly Folder[];
export function findFolder(path: string): Folder | undefined;
export function canImport(from: Folder, to: Folder): boolean;
export function listBannedImports(
  folder: Folder,
): readonly { readonly regex: string; readonly message: string }[];
