import { run } from '../cluster/machine/command.js';
import type { Part } from './part.js';
import { PYTHON } from './python.js';

/** Python packages as a folder for `PYTHONPATH`. The requirements pin every package, so that none is resolved. */
export const pythonPackages = (name: string, version: string, requirements: string): Part => ({
  name,
  version,
  origin: { kind: 'pins', file: requirements },
  definition: [requirements],
  // Some packages are compiled for one version of the interpreter.
  recipe: `pip install for Python ${PYTHON?.version ?? ''}`,
  needs: ['python3'],
  make: (folder) => {
    const quiet = ['--quiet', '--disable-pip-version-check', '--no-input', '--root-user-action=ignore'];
    run('python3', ['-m', 'pip', 'install', ...quiet, '--no-deps', '--target', folder, '-r', requirements]);
  },
});
