import {
  listSpellings,
  quoteForShell,
  type CompletedCommand,
  type CompletedValue,
  type Vocabulary,
} from './vocabulary.js';

/** What completes words and paths; the second one marks paths, so that spaces in it are escaped. */
const HELPERS = `# Completion of doka-tracing for bash.

_doka_tracing_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_doka_tracing_paths() {
  local IFS=$'\\n'
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}`;

/**
 * The completion script for bash. It works with the bash 3.2 of macOS, which has neither `mapfile` nor `compopt`.
 * https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function formatBashCompletion({ program, commands }: Vocabulary, programs: readonly string[]): string {
  const all = [program, ...commands];
  const names = commands.map(({ name }) => name);
  return `${HELPERS}

_doka_tracing() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  local command='' arguments=0 index word
  COMPREPLY=()
  # For bash, --output=json is three words.
  if [[ $current == = ]]; then
    current=''
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    case "$command $word" in
    ${formatPatterns(all.flatMap(listValueOptions))})
      [[ \${COMP_WORDS[index + 1]} == = ]] && ((index++))
      ((index++))
      ;;
    *' -'?*) ;;
    *) if [[ -z $command ]]; then command=$word; else ((arguments++)); fi ;;
    esac
  done
  case "$command $previous" in
${all.flatMap(listValueCases).join('\n')}
  esac
  if [[ $current == -* ]]; then
    case "$command" in
${all.map(formatOptionCase).join('\n')}
    esac
    return
  fi
  case "$command $arguments" in
  ' 0') _doka_tracing_words ${quoteForShell(names.join(' '))} ;;
${commands.flatMap(listArgumentCases).join('\n')}
  esac
}

complete -F _doka_tracing ${programs.join(' ')}
`;
}

/** What has to precede the word that is completed, for every option of a command that takes a value. */
const listValueOptions = ({ name, options }: CompletedCommand): readonly string[] =>
  listSpellings(options.filter(({ value }) => value !== undefined)).map((option) => `${name} ${option}`);

const formatPatterns = (texts: readonly string[]): string => texts.map(quoteForShell).join(' | ');

const listValueCases = ({ name, options }: CompletedCommand): readonly string[] =>
  options.flatMap((option) => {
    if (option.value === undefined) return [];
    const patterns = formatPatterns(listSpellings([option]).map((each) => `${name} ${each}`));
    return [
      `  ${patterns})`,
      ...formatValue(option.value).map((line) => `    ${line}`),
      '    return',
      '    ;;',
    ];
  });

/** The commands that complete a value; none where nobody can guess it. */
function formatValue(value: CompletedValue): readonly string[] {
  switch (value.kind) {
    case 'choice':
      return [`_doka_tracing_words ${quoteForShell(value.words.join(' '))}`];
    case 'path':
      return ['_doka_tracing_paths'];
    case 'free':
      return [];
  }
}

const formatOptionCase = ({ name, options }: CompletedCommand): string =>
  `    ${quoteForShell(name)}) _doka_tracing_words ${quoteForShell(listSpellings(options).join(' '))} ;;`;

const listArgumentCases = ({ name, arguments: values }: CompletedCommand): readonly string[] =>
  values.flatMap((value, index) =>
    formatValue(value).map((line) => `  ${quoteForShell(`${name} ${index}`)}) ${line} ;;`),
  );
