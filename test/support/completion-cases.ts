import { listCommands } from '../../scripts/docs/options.js';

/** A command line whose last word is completed, in a folder that holds `platform.yaml` and `plan b.yaml`. */
export interface CompletionCase {
  readonly words: readonly string[];
  /** What can stand in the place of the last word. */
  readonly completions: readonly string[];
}

const namesOf = (prefix: string): readonly string[] =>
  [...listCommands().map((command) => command.name()), 'help'].filter((name) => name.startsWith(prefix));

const optionsOf = (command: string, prefix: string): readonly string[] =>
  (listCommands().find((each) => each.name() === command)?.options ?? [])
    .map(({ long }) => long)
    .filter((long) => long?.startsWith(prefix) === true) as readonly string[];

/** The words of every option and argument that has a fixed set of them. */
const CHOICES: readonly CompletionCase[] = listCommands().flatMap((command) => [
  ...command.options.flatMap(({ long, argChoices }) =>
    long === undefined || argChoices === undefined
      ? []
      : [{ words: [command.name(), long, ''], completions: argChoices }],
  ),
  ...command.registeredArguments.flatMap(({ argChoices }) =>
    argChoices === undefined ? [] : [{ words: [command.name(), ''], completions: argChoices }],
  ),
]);

/** What every shell completes in the same way. */
export const COMPLETION_CASES: readonly CompletionCase[] = [
  { words: [''], completions: namesOf('') },
  { words: ['ser'], completions: ['serve'] },
  { words: ['nothing'], completions: [] },
  { words: ['inject', '--d'], completions: optionsOf('inject', '--d') },
  { words: ['render', '-f', 'platform.yaml', '--me'], completions: ['--metrics-write', '--metrics-query'] },
  { words: ['verify', '--backend-kind', 'j'], completions: ['jaeger'] },
  // The value of an option is no argument, also where it has the name of one.
  { words: ['render', '-f', 'platform.yaml', 'dash'], completions: ['dashboard'] },
  { words: ['render', '--cluster', 'collector', 'dash'], completions: ['dashboard'] },
  { words: ['serve', '--log-level', 'debug', '--owners', 'w'], completions: ['watch'] },
  { words: ['render', '-f', 'platf'], completions: ['platform.yaml'] },
  { words: ['help', 'inj'], completions: ['inject'] },
  // Nobody can guess a name, and a command without arguments takes none.
  { words: ['inject', '-n', 'pla'], completions: [] },
  { words: ['verify', 'pla'], completions: [] },
  ...CHOICES,
];
