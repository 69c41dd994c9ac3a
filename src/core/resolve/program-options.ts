import type { Container } from '../kubernetes/pod.js';

/** A program that is started with options, as its own manual has them. */
export interface StartedProgram {
  /** Tells whether a file is the program, by the last part of its path. */
  readonly isNamed: (file: string) => boolean;
  /** Options whose value is the next word. */
  readonly valued: readonly string[];
  /** Options after which the words are the program's own. */
  readonly last: readonly string[];
}

/** https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html */
export const JAVA_PROGRAM: StartedProgram = {
  isNamed: (file) => file === 'java',
  valued: ['-cp', '-classpath', '--class-path', '-p', '--module-path', '--add-modules'],
  last: ['-jar', '-m', '--module'],
};

/** https://docs.python.org/3/using/cmdline.html */
export const PYTHON_PROGRAM: StartedProgram = {
  isNamed: (file) => /^python[\d.]*$/.test(file),
  valued: ['-W', '-X'],
  last: ['-c', '-m'],
};

/** https://nodejs.org/api/cli.html */
export const NODE_PROGRAM: StartedProgram = {
  isNamed: (file) => file === 'node' || file === 'nodejs',
  valued: [
    ...['-r', '--require', '--import', '--loader', '--experimental-loader'],
    ...['-C', '--conditions', '--allow-fs-read'],
  ],
  last: ['-e', '--eval', '-p', '--print'],
};

type Started = Pick<Container, 'command' | 'args'>;

/** Each check of a container asks for its words, a dozen for each language. */
const knownWords = new WeakMap<Started, readonly string[]>();

/**
 * The words with which a container is started, those of a line for a shell each by itself and without quotes. A command
 * that is not in the pod is that of the image, and is not known.
 */
export function listCommandWords(container: Started): readonly string[] {
  const known = knownWords.get(container);
  if (known !== undefined) return known;
  const words = splitCommand(container);
  knownWords.set(container, words);
  return words;
}

const splitCommand = ({ command, args }: Started): readonly string[] =>
  [command, args].flatMap(listTexts).flatMap((text) => text.replaceAll(/["']/g, '').trim().split(/\s+/));

/** Kubernetes judges these fields after the webhook, so they may hold anything. */
const listTexts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];

/** The last part of a path, by which a program is known. */
export const getFileName = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

/** The options that the command of a container gives a program; empty where it does not start it. */
export const listProgramOptions = (container: Container, program: StartedProgram): readonly string[] =>
  listStarts(container, program).find(({ options }) => options.length > 0)?.options ?? [];

/** The files that the command of a container has a program run. */
export const listProgramFiles = (container: Container, program: StartedProgram): readonly string[] =>
  listStarts(container, program).flatMap(({ file }) =>
    file === undefined || program.last.includes(file) ? [] : [file],
  );

/** A place in a command where a program is started. */
interface Start {
  readonly options: readonly string[];
  /** The first word that is no option. */
  readonly file: string | undefined;
}

function listStarts(container: Container, program: StartedProgram): readonly Start[] {
  const words = listCommandWords(container);
  const starts: Start[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!program.isNamed(getFileName(word))) continue;
    const options = takeOptions(words, index + 1, program);
    // On behind them: to look at each word once, though one may be the program's name.
    index += options.length;
    starts.push({ options, file: words[index + 1] });
  }
  return starts;
}

/** The options among the words from a place on, up to the first word that is none. */
function takeOptions(
  words: readonly string[],
  from: number,
  { valued, last }: StartedProgram,
): readonly string[] {
  const options: string[] = [];
  let isValue = false;
  // By place: a copy of the rest for each time that the program is named would cost the square of the words.
  for (let index = from; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!isValue && (!word.startsWith('-') || last.includes(word))) break;
    isValue = !isValue && valued.includes(word);
    options.push(word);
  }
  return options;
}
