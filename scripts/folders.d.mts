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
export function folderOf(path: string): Folder | undefined;
export function mayImport(from: Folder, to: Folder): boolean;
export function bannedImports(
  folder: Folder,
): readonly { readonly regex: string; readonly message: string }[];
