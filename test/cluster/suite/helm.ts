import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HelmName } from '../../chart/helm.js';
import type { Ended } from './doka-tracing.js';
import { openShell } from './shell.js';
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
  const { run } = openShell(helm);
  // The flags come as arguments, so that the shell leaves them as they are.
  return (words, ...flags) => run(`${findCommand(words)} "$@"`, ...flags);
}
