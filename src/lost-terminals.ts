import { closeSync, fstatSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';

/**
 * Puts the null device in the place of each standard stream whose terminal was closed. Node.js 20 sets the terminals back
 * when it exits, and fails or hangs where one is gone: https://github.com/nodejs/node/blob/v20.19.0/src/node.cc, ResetStdio.
 */
export function releaseLostTerminals(): void {
  for (const fd of [0, 1, 2]) {
    // The null device is such a file as well, and may be put in its own place.
    if (isatty(fd) || !fstatSync(fd).isCharacterDevice()) continue;
    closeSync(fd);
    // The lowest number that is free is taken, which is this one.
    openSync(devNull, 'r+');
  }
}
