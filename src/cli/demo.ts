import { Option } from 'commander';
import type { Step } from '../demo/step.js';
import { jsonReport, line, printed } from '../text/terminal-text.js';
import type { CommandContext, ExitCode, RegisterCommand, Terminal } from './terminal.js';

const EXAMPLES = `
Examples:
  $ doka-tracing demo
  $ doka-tracing demo -o json

Needs a checkout of the repository with its development dependencies; speaks to 127.0.0.1 only.
`;

type Format = 'text' | 'json';

/** Adds `demo`: the whole way of a trace on one machine, without a cluster. Its modules are loaded by its action. */
export const registerDemo: RegisterCommand = (program, { terminal, finish }: CommandContext) => {
  program
    .command('demo')
    .description(
      'Shows the whole way on this machine: two pods are changed, started, and their trace is verified.',
    )
    .addOption(new Option('-o, --output <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colours')
    .addHelpText('after', EXAMPLES)
    .action(async ({ output, color }: { readonly output: Format; readonly color: boolean }) => {
      finish(await demo(output, { ...terminal, color: terminal.color && color }));
    });
};

/** Runs the demo and prints it; 1 when it did not come to the end or something did not hold. */
async function demo(format: Format, terminal: Terminal): Promise<ExitCode> {
  const steps: Step[] = [];
  const print = format === 'json' ? () => undefined : await printer(terminal);
  const error = await attempt(terminal, (step) => {
    steps.push(step);
    print(step);
  });
  if (format === 'json') {
    const { summaryOf } = await import('../demo/summary.js');
    terminal.out(jsonReport(summaryOf(steps, error)));
  }
  if (error !== undefined) terminal.err(printed([line`error: ${error}`]));
  const checks = steps.flatMap((step) => (step.kind === 'checked' ? step.checks : []));
  return error === undefined && checks.length > 0 && checks.every(({ holds }) => holds) ? 0 : 1;
}

async function printer(terminal: Terminal): Promise<(step: Step) => void> {
  const [{ narrate }, { default: picocolors }] = await Promise.all([
    import('../demo/narration.js'),
    import('picocolors'),
  ]);
  const style = { colors: picocolors.createColors(terminal.color), columns: process.stdout.columns || 110 };
  return (step) => {
    terminal.out(printed(narrate(step, style)));
  };
}

/** Runs the demo; gives the sentence that tells why it did not come to the end, if so. */
async function attempt(terminal: Terminal, tell: (step: Step) => void): Promise<string | undefined> {
  const signal = terminal.ended();
  try {
    const [{ runDemo }, { admit }] = await Promise.all([
      import('../demo/demo.js'),
      import('../core/admit.js'),
    ]);
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
    const { missingModule } = await import('../demo/requirements.js');
    return missingModule(error) ?? (error instanceof Error ? error.message : String(error));
  }
}
