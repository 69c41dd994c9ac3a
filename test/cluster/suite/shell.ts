import { execFile, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOf, type HelmName } from '../../chart/helm.js';
import { within } from '../control-plane/lifecycle.js';
import { endProcesses, withDescendants } from '../machine/processes.js';
import type { Ended } from './doka-tracing.js';
import { paths } from './test-cluster.js';
import { REPOSITORY } from './webhook.js';

/** What pages name by its path from the root of the repository. */
const NAMED_FOLDERS = ['examples', 'manifests'];

/**
 * A shell as the cluster's administrator has it, with `kubectl`, `helm` and `doka-tracing`, in a folder that has what pages
 * name of this repository, and takes the files that they write.
 */
export interface Shell {
  /** Runs a script up to the first command that fails, with words as its arguments; a failure is an answer. */
  readonly run: (script: string, ...args: readonly string[]) => Promise<Ended>;
  /** Starts a script that goes on until it is stopped, and gives what stops it. */
  readonly start: (script: string) => () => Promise<void>;
}

/** Opens a shell with this Helm. Its home is an empty folder, which goes with the cluster. */
export function openShell(helm: HelmName): Shell {
  const home = mkdtempSync(join(paths.state, 'shell-'));
  symlinkSync(programOf(helm), join(home, 'helm'));
  const command = join(home, 'doka-tracing');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${REPOSITORY}dist/main.js' "$@"\n`);
  chmodSync(command, 0o755);
  const cwd = join(home, 'checkout');
  mkdirSync(cwd);
  for (const name of NAMED_FOLDERS) symlinkSync(join(REPOSITORY, name), join(cwd, name));
  const env = {
    ...process.env,
    HOME: home,
    PATH: `${home}:${paths.binaries}:${process.env['PATH'] ?? ''}`,
    KUBECONFIG: join(paths.state, 'pki', 'admin.kubeconfig'),
  };
  const wordsFor = (script: string, args: readonly string[]): readonly [string, readonly string[]] => {
    const [program = '', ...words] = within(paths, ['bash', '-eo', 'pipefail', '-c', script, 'sh', ...args]);
    return [program, words];
  };
  return {
    run: (script, ...args) =>
      new Promise((resolve, reject) => {
        const [program, words] = wordsFor(script, args);
        execFile(program, words, { env, cwd }, (error, stdout, stderr) => {
          const code = error === null ? 0 : error.code;
          if (typeof code === 'number') resolve({ code, out: `${stdout}${stderr}` });
          else reject(error ?? new Error(script));
        });
      }),
    start: (script) => {
      const [program, words] = wordsFor(script, []);
      const { pid } = spawn(program, words, { env, cwd, stdio: ['ignore', 'ignore', 'inherit'] });
      if (pid === undefined) throw new Error(`${script} was not started.`);
      return () => endProcesses(withDescendants([pid]), 1_000);
    },
  };
}
