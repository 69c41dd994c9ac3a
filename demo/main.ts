// Shows the whole way of a trace on this machine, without a cluster: npm run demo. Needs the development dependencies.
import { isatty } from 'node:tty';
import { Command, CommanderError, Option } from 'commander';
import { formatJsonReport, line, formatLines } from '../src/text/terminal-text.js';
import type { ExitCode, Terminal } from '../src/text/terminal.js';
import type { DemoStep } from './step.js';

const EXAMPLES = `
Examples:
  $ npm run demo
  $ npm run demo -- --serve
  $ npm run --silent demo -- --output json

Speaks to 127.0.0.1 only.
`;

type DemoFormat = 'text' | 'json';
type DemoTerminal = Pick<Terminal, 'out' | 'err' | 'color' | 'createEndSignal'>;

interface DemoFlags {
  readonly output: DemoFormat;
  readonly serve?: true;
  readonly color: boolean;
}

/** Runs the demo and prints it; 1 when it did not come to the end or something did not hold. */
async function printDemo(
  { output: format, serve = false }: Pick<DemoFlags, 'output'> & { readonly serve?: boolean },
  terminal: DemoTerminal,
): Promise<ExitCode> {
  const steps: DemoStep[] = [];
  const print = format === 'json' ? printAddress(terminal) : await createPrinter(terminal);
  const error = await attemptDemo(terminal, serve, (step) => {
    steps.push(step);
    print(step);
  });
  if (format === 'json') {
    const { buildSummary: summaryOf } = await import('./summary.js');
    terminal.out(formatJsonReport(summaryOf(steps, error)));
  }
  if (error !== undefined) terminal.err(formatLines([line`error: ${error}`]));
  const checks = steps.flatMap((step) => (step.kind === 'checked' ? step.checks : []));
  return error === undefined && checks.length > 0 && checks.every(({ holds }) => holds) ? 0 : 1;
}

/** The report in JSON comes when the demo has ended; until then somebody wants to know where the page is. */
const printAddress =
  (terminal: DemoTerminal) =>
  (step: DemoStep): void => {
    if (step.kind === 'serving') terminal.err(formatLines([line`The status page is on ${step.url}`]));
  };

async function createPrinter(terminal: DemoTerminal): Promise<(step: DemoStep) => void> {
  const [{ formatStep: narrate }, { default: picocolors }] = await Promise.all([
    import('./narration.js'),
    import('picocolors'),
  ]);
  const style = { colors: picocolors.createColors(terminal.color), columns: process.stdout.columns || 110 };
  return (step) => {
    terminal.out(formatLines(narrate(step, style)));
  };
}

/** Runs the demo; gives the sentence that tells why it did not come to the end, if so. */
async function attemptDemo(
  terminal: DemoTerminal,
  serve: boolean,
  tell: (step: DemoStep) => void,
): Promise<string | undefined> {
  const signal = terminal.createEndSignal();
  try {
    const [{ runDemo }, { admit }] = await Promise.all([import('./demo.js'), import('../src/core/admit.js')]);
    await runDemo({
      ...{ admit, signal, serve, tell },
      log: (text) => {
        terminal.err(
          formatLines(
            text
              .trimEnd()
              .split('\n')
              .map((each) => line`${each}`),
          ),
        );
      },
    });
    return undefined;
  } catch (error) {
    if (signal.aborted) return 'The demo was interrupted; what it had started is stopped.';
    const { describeMissingModule: missingModule } = await import('./requirements.js');
    return missingModule(error) ?? (error instanceof Error ? error.message : String(error));
  }
}

/** Aborted by the first signal that asks the process to end. */
function createEndSignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      ending.abort();
    });
  return ending.signal;
}

const terminal: DemoTerminal = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: isatty(1) && process.env['NO_COLOR'] === undefined,
  createEndSignal: createEndSignal,
};

const command = new Command('npm run demo --')
  .description(
    'Shows the whole way on this machine: two pods are changed, started, and their trace is verified.',
  )
  .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
  .option('--serve', 'serve the status page at the end, until it is interrupted')
  .option('--no-color', 'print without colours')
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('Run it with --help to see what is allowed.')
  .exitOverride()
  .action(async (flags: DemoFlags) => {
    process.exitCode = await printDemo(flags, { ...terminal, color: terminal.color && flags.color });
  });

try {
  await command.parseAsync(process.argv.slice(2), { from: 'user' });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
