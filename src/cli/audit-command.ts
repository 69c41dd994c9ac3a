import { InvalidArgumentError, Option } from 'commander';
import { addKubectlOptions, type AuditFlags } from './cluster-options.js';
import type { CommandRegistrar } from './command.js';

const HELP = `
Reads the cluster that kubectl would, and changes nothing in it. Compares what every workload asks for with the state of
its pods, and prints the commands that fix them.

  pods       pods of the workload
  injected   the webhook injected them, whole or in part
  skipped    the webhook refused, and said why on the pod
  missed     they ask, but the webhook wrote nothing on them: it was not called, or did not answer
  outdated   a new pod would be different
  stuck      their agent is missing: an image is not pulled, or a container has failed

With --traces, audit asks the backend, through the API server, which injected pods have a trace:

  traced     pods with a trace in the last minutes
  silent     pods without one; the likely cause is below the table

Examples:
  $ doka-tracing audit -A
  $ doka-tracing audit -n shop --traces --since 60
  $ doka-tracing audit -n shop
  $ doka-tracing audit -A -o json

Exit codes: 0 every pod is as asked; 1 something needs to be done; 2 wrong usage, or the cluster cannot be read.
`;

/** Adds `audit`: should-be against is, for every pod. Its modules are loaded by its action. */
export const registerAudit: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('audit')
    .description('Compares what the workloads of a cluster ask for with the state of their pods.')
    .addHelpText('after', HELP)
    .action(async (flags: AuditFlags) => {
      const { runAudit } = await import('./run-audit.js');
      finish(await runAudit(flags, { ...terminal, color: terminal.color && flags.color }));
    });
  addKubectlOptions(command, { all: true })
    .option('--traces', 'ask the backend which injected pods have a trace')
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
