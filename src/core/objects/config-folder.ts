/** Folders in which no runtime lets a volume be mounted. */
const OF_THE_KERNEL: readonly (string | undefined)[] = ['dev', 'proc', 'sys'];

/** What a configuration folder must be, for a sentence. */
export const CONFIG_FOLDER = 'an absolute path below "/", without ".." and not of /dev, /proc or /sys';

/** Tells whether a volume can be mounted over a web server's configuration folder without breaking its container. */
export function isConfigFolder(path: string): boolean {
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  const isBelowRoot = path.startsWith('/') && names.length > 0;
  return isBelowRoot && !names.includes('..') && !OF_THE_KERNEL.includes(names[0]);
}
