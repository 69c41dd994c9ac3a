// Shows the whole way of a trace on this machine, without a cluster: npm run demo. Needs the development dependencies.
import { isatty } from 'node:tty';
import { Command, CommanderError, Option } from 'commander';
import { jsonReport, line, printed } from '../src/text/terminal-text.js';
import type { ExitCode, Terminal } from '../src/text/terminal.js';
import type { Step } from './step.js';

const EXAMPLES = `
Examples:
  $ npm run demo
  $ npm run --silent demo -- --output json

Speaks to 127.0.0.1 only.
`;

type Format = 'text' | 'json';
type DemoTerminal = Pick<Terminal, 'out' | 'err' | 'color' | 'ended'>;

/** Runs the demo and prints it; 1 when it did not come to the end or something did not hold. */
async function demo(format: Format, terminal: DemoTerminal): Promise<ExitCode> {
  const steps: Step[] = [];
  const print = format === 'json' ? () => undefined : await printer(terminal);
  const error = await attempt(terminal, (step) => {
    steps.push(step);
    print(step);
  });
  if (format === 'json') {
    const { summaryOf } = await import('./summary.js');
    terminal.out(jsonReport(summaryOf(steps, error)));
  }
  if (error !== undefined) terminal.err(printed([line`error: ${error}`]));
  const checks = steps.flatMap((step) => (step.kind === 'checked' ? step.checks : []));
  return error === undefined && checks.length > 0 && checks.every(({ holds }) => holds) ? 0 : 1;
}

async function printer(terminal: DemoTerminal): Promise<(step: Step) => void> {
  const [{ narrate }, { default: picocolors }] = await Promise.all([
    import('./narration.js'),
    import('picocolors'),
  ]);
  const style = { colors: picocolors.createColors(terminal.color), columns: process.stdout.columns || 110 };
  return (step) => {
    terminal.out(printed(narrate(step, style)));
  };
}

/** Runs the demo; gives the sentence that tells why it did not come to the end, if so. */
async function attempt(terminal: DemoTerminal, tell: (step: Step) => void): Promise<string | undefined> {
  const signal = terminal.ended();
  try {
    const [{ runDemo }, { admit }] = await Promise.all([import('./demo.js'), import('../src/core/admit.js')]);
    await runDemo({
      ...{ admit, signal, tell },
      log: (text) => {
        terminal.err(
          printed(
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
    const { missingModule } = await import('./requirements.js');
    return missingModule(error) ?? (error instanceof Error ? error.message : String(error));
  }
}

/** Aborted by the first signal that asks the process to end. */
function endedBySignal(): AbortSignal {
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
  ended: endedBySignal,
};

const command = new Command('npm run demo --')
  .description(
    'Shows the whole way on this machine: two pods are changed, started, and their trace is verified.',
  )
  .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
  .option('--no-color', 'print without colours')
  .addHelpText('after', EXAMPLES)
  .showHelpAfterError('Run it with --help to see what is allowed.')
  .exitOverride()
  .action(async ({ output, color }: { readonly output: Format; readonly color: boolean }) => {
    process.exitCode = await demo(output, { ...terminal, color: terminal.color && color });
  });

try {
  await command.parseAsync(process.argv.slice(2), { from: 'user' });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
