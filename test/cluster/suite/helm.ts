import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf, type HelmName } from '../../chart/helm.js';
import { within } from '../control-plane/lifecycle.js';
import type { Ended } from './doka-tracing.js';
import { paths } from './test-cluster.js';
import { REPOSITORY } from './webhook.js';

const PAGE = readFileSync(join(REPOSITORY, 'docs/helm.md'), 'utf8');

/** The one command of the page that begins with these words. Throws where there is none or more than one. */
function findCommand(words: string): string {
  const found = PAGE.split('\n').filter((line) => line.startsWith(`${words} `));
  const [command] = found;
  if (command === undefined || found.length > 1)
    throw new Error(`docs/helm.md has ${found.length} commands that begin with: ${words}`);
  return command;
}

/** Runs a command of docs/helm.md, which is named by its first words, with more flags behind it; a failure is an answer. */
export type DocumentedCommand = (words: string, ...flags: readonly string[]) => Promise<Ended>;

/** The commands of the page as the cluster's administrator runs them in this repository, with this Helm. */
export function documentedCommands(helm: HelmName): DocumentedCommand {
  const home = mkdtempSync(join(tmpdir(), 'doka-tracing-helm-'));
  symlinkSync(programOf(helm), join(home, 'helm'));
  const env = {
    ...process.env,
    HOME: home,
    PATH: `${home}:${paths.binaries}:${process.env['PATH'] ?? ''}`,
    KUBECONFIG: join(paths.state, 'pki', 'admin.kubeconfig'),
  };
  return (words, ...flags) => {
    // The flags come as arguments, so that the shell leaves them as they are.
    const [command = '', ...args] = within(paths, ['sh', '-c', `${findCommand(words)} "$@"`, 'sh', ...flags]);
    return new Promise((resolve, reject) => {
      execFile(command, args, { env, cwd: REPOSITORY }, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, out: `${stdout}${stderr}` });
        else reject(error ?? new Error(words));
      });
    });
  };
}
