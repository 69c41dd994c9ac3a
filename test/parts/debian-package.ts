import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../cluster/machine/command.js';
import type { Part } from './part.js';

/**
 * The files of a Debian package, unpacked and not installed: no service is set up, nothing outside of the folder is
 * touched. apt checks the package against the signed list of its source.
 */
export const debianPackage = (name: string): Part => ({
  name,
  version: 'debian',
  // Whichever version the release of this machine has.
  origin: { kind: 'debian', name, version: '*' },
  definition: [],
  needs: ['apt-get', 'dpkg'],
  recipe: `apt-get download ${name}`,
  make: (folder) => {
    // apt fetches as another user, which must be able to write there.
    const download = mkdtempSync(join(tmpdir(), 'doka-tracing-package-'));
    try {
      if (!isKnown(name)) run('apt-get', ['--quiet', 'update']);
      run('apt-get', ['--quiet', '-o', 'APT::Sandbox::User=root', 'download', name], { cwd: download });
      for (const file of readdirSync(download)) run('dpkg', ['-x', join(download, file), folder]);
    } finally {
      rmSync(download, { recursive: true, force: true });
    }
  },
});

/** Says whether the lists of packages that are on this machine have it; on a new one there are none. */
const isKnown = (name: string): boolean => /Candidate: \d/.test(run('apt-cache', ['policy', name]));
