import {
  quoteForShell,
  type CompletedCommand,
  type CompletedOption,
  type CompletedValue,
  type Vocabulary,
} from './vocabulary.js';

/**
 * The completion script for zsh, to be loaded with `source` or kept in a folder of `fpath` as `_doka-tracing`.
 * https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 */
export function formatZshCompletion({ program, commands }: Vocabulary, programs: readonly string[]): string {
  const names = commands.map(({ name, description }) => quoteForShell(`${name}:${description}`));
  return `#compdef ${programs.join(' ')}
# Completion of doka-tracing for zsh.

_doka_tracing() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C ${[...program.options.flatMap(formatOption), "'1: :->command'", "'*:: :->rest'"].join(CONTINUED)}
  case $state in
  command)
    local -a commands
    commands=(
      ${names.join('\n      ')}
    )
    _describe command commands
    ;;
  rest)
    case $words[1] in
${commands.map(formatCommand).join('\n')}
    esac
    ;;
  esac
}

# A file of fpath is the body of a function, which zsh calls; whoever sources it has only defined one.
if [[ $funcstack[1] == _doka[-_]tracing ]]; then
  _doka_tracing "$@"
else
  compdef _doka_tracing ${programs.join(' ')}
fi
`;
}

const CONTINUED = ' \\\n        ';

const formatCommand = ({ name, options, arguments: values }: CompletedCommand): string =>
  `    ${name})
      _arguments ${[
        ...options.flatMap(formatOption),
        ...values.map((value, index) => quoteForShell(`${index + 1}:argument:${formatAction(value)}`)),
      ].join(CONTINUED)}
      ;;`;

/** A specification for each way to write an option; the star lets it be given again. */
function formatOption({ short, long, description, value }: CompletedOption): readonly string[] {
  const explanation = `[${description.replaceAll(/[[\]:\\]/g, String.raw`\$&`)}]`;
  const rest = value === undefined ? explanation : `${explanation}:value:${formatAction(value)}`;
  return [short, long === undefined || value === undefined ? long : `${long}=`].flatMap((spelling) =>
    spelling === undefined ? [] : [quoteForShell(`*${spelling}${rest}`)],
  );
}

function formatAction(value: CompletedValue): string {
  switch (value.kind) {
    case 'choice':
      return `(${value.words.join(' ')})`;
    case 'path':
      return '_files';
    case 'free':
      return ' ';
  }
}
