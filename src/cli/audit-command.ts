import { InvalidArgumentError, Option } from 'commander';
import { addKubectlOptions, type AuditFlags } from './cluster-options.js';
import type { CommandRegistrar } from './command.js';

const HELP = `
Reads the cluster that kubectl would, and changes nothing in it. Compares what every workload asks for with what its pods
are, and gives the command that mends each.

  pods       pods that there are
  injected   the webhook injected them, whole or in part
  skipped    the webhook refused, and said why on the pod
  missed     they ask, and the webhook left no word: it was not there, or not asked
  outdated   a new pod would come out otherwise
  stuck      their agent is not there: an image is not pulled, or a container has failed

With --traces, the backend is asked, through the API server, which injected pods it has a trace of:

  traced     it has one of the last minutes
  silent     it has none; the likely cause stands below the table

Examples:
  $ doka-tracing audit -A
  $ doka-tracing audit -n shop --traces --since 60
  $ doka-tracing audit -n shop
  $ doka-tracing audit -A -o json

Exit codes: 0 all is as asked; 1 something is to be done; 2 wrong usage, or the cluster cannot be read.
`;

/** Adds `audit`: should-be against is, for every pod. Its modules are loaded by its action. */
export const registerAudit: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('audit')
    .description('Compares what workloads of a cluster ask for with what their pods are.')
    .addHelpText('after', HELP)
    .action(async (flags: AuditFlags) => {
      const { runAudit } = await import('./run-audit.js');
      finish(await runAudit(flags, { ...terminal, color: terminal.color && flags.color }));
    });
  addKubectlOptions(command, { all: true })
    .option('--traces', 'ask the backend which injected pods it has a trace of')
    .addOption(
      new Option('--since <minutes>', 'with --traces, how far back to look')
        .argParser(parseMinutes)
        .default(15),
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colours');
};

/** A week: what backends keep is seldom more. */
const MOST_MINUTES = 10_080;

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (/^\d+$/.test(text) && minutes > 0 && minutes <= MOST_MINUTES) return minutes;
  throw new InvalidArgumentError(`Give whole minutes from 1 to ${MOST_MINUTES}.`);
}
