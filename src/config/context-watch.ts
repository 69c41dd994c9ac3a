import { statSync, watch, type FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { listContextFiles } from './context-files.js';

export interface ContextWatchOptions {
  /** How long the files must stay unchanged before a change is reported, so that one save is one change. */
  readonly settleMs?: number;
  /** How often the files are looked at where the system tells nothing: network mounts, folders that come and go. */
  readonly pollMs?: number;
}

/**
 * Calls back when the files of a context change: written, renamed over, added, removed, or swapped by their symbolic
 * link as in a mounted ConfigMap. Start it before the first load, so that no change falls between the two. Does not
 * keep the process alive. Returns a function that stops it.
 */
export function watchContext(
  path: string,
  onChange: () => void,
  options: ContextWatchOptions = {},
): () => void {
  const { settleMs = 100, pollMs = 2000 } = options;
  let known = readFingerprint(path);
  let settling: NodeJS.Timeout | undefined;
  const look = (): void => {
    const now = readFingerprint(path);
    if (now === known) return;
    known = now;
    onChange();
  };
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(look, settleMs).unref();
  };
  const watchers = [startWatcher(path, settle), startWatcher(dirname(path), settle)];
  const poll = setInterval(look, pollMs).unref();
  return () => {
    for (const watcher of watchers) watcher?.close();
    clearTimeout(settling);
    clearInterval(poll);
  };
}

/** Changes whenever a file is another one or has other content; links are followed. */
function readFingerprint(path: string): string {
  try {
    return listContextFiles(path).map(readFileIdentity).join('\n');
  } catch {
    return 'unreadable';
  }
}

function readFileIdentity(file: string): string {
  const { dev, ino, mtimeNs, size } = statSync(file, { bigint: true });
  return [file, dev, ino, mtimeNs, size].join(' ');
}

/** Watches a folder or file; `undefined` where the system cannot, and then polling alone has to do. */
function startWatcher(path: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(path, { persistent: false }, onEvent);
    return watcher.on('error', () => {
      watcher.close();
    });
  } catch {
    return undefined;
  }
}
