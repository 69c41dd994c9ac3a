import { InvalidArgumentError, Option } from 'commander';
import { parseSupposition, type Supposition } from '../inspect/what-if.js';
import { UsageError } from '../text/terminal.js';
import { addKubectlOptions, type ExplainFlags } from './cluster-options.js';
import type { CommandRegistrar } from './command.js';
import { collectValues } from './options.js';

const HELP = `
Reads the cluster that kubectl would, and changes nothing in it. Says what the webhook would do
with new pods of a workload, whether it gets the pods of the namespace, what happened to each pod and why, every setting
with its origin, the route of its spans, and the commands that fix what is wrong. Values of credentials are not shown.

Examples:
  $ doka-tracing explain deployment/checkout -n shop
  $ doka-tracing explain deploy checkout -n shop -o json
  $ doka-tracing explain pod/checkout-6c9d8-x2v4n -n shop
  $ doka-tracing explain deploy/checkout -n shop --what-if backend=jaeger
  $ doka-tracing explain -f deployment.yaml -n shop
  $ doka-tracing explain --reason annotation-misplaced

Exit codes: 0 every pod is as asked; 1 something needs to be done; 2 wrong usage, or the cluster cannot be read.
`;

/** Adds `explain`: what became of a workload in a cluster, and why. Its modules are loaded by its action. */
export const registerExplain: CommandRegistrar = (program, { terminal, finish }) => {
  const command = program
    .command('explain')
    .description(
      'Says what the webhook does with a workload of a cluster, what happened to its pods, and why.',
    )
    .argument('[object...]', 'KIND/NAME or KIND NAME, as for kubectl')
    .addHelpText('after', HELP)
    .action(async (words: readonly string[], flags: ExplainFlags) => {
      checkAsked(words, flags);
      const { runExplain } = await import('./run-explain.js');
      finish(await runExplain(words, flags, { ...terminal, color: terminal.color && flags.color }));
    });
  addKubectlOptions(command, { all: false })
    .option(
      '-f, --filename <path>',
      'explain what would happen to the objects of a file or folder, or - for standard input, in the cluster; repeatable',
      collectValues,
    )
    .option('--reason <code>', 'explain a reason code; needs no cluster')
    .addOption(
      new Option(
        '--what-if <field=value>',
        'say what would change with another value in the TracingPlatform; repeatable',
      ).argParser(collectSuppositions),
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colours');
};

function collectSuppositions(text: string, before: readonly Supposition[] = []): readonly Supposition[] {
  const supposition = parseSupposition(text);
  if (!supposition.ok) throw new InvalidArgumentError(supposition.error);
  return [...before, supposition.value];
}

function checkAsked(words: readonly string[], { filename, reason, whatIf }: ExplainFlags): void {
  const asked = [words.length > 0, filename !== undefined, reason !== undefined].filter(Boolean).length;
  if (asked !== 1) throw new UsageError('Give one of KIND/NAME, -f FILE and --reason CODE.');
  if (whatIf !== undefined && words.length === 0)
    throw new UsageError('--what-if is for an object of the cluster; give KIND/NAME.');
}
