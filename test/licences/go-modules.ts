/** A Go module as a go.mod names it. */
export interface GoModule {
  readonly name: string;
  readonly version: string;
}

/**
 * Reads which modules a go.mod requires, replaced ones as what replaces them; a module that a folder replaces is left out.
 * Since Go 1.17 these are all modules that any package of the program is from, not only those that it names itself.
 * https://go.dev/ref/mod#go-mod-file
 */
export function readGoModules(text: string): readonly GoModule[] {
  const lines = splitDirectives(text);
  const replacements = new Map(
    lines.filter(([word]) => word === 'replace').map(([, ...words]) => readReplacement(words)),
  );
  return lines
    .filter(([word]) => word === 'require')
    .map(([, name = '', version = '']) => ({ name, version }))
    .map(
      (module) =>
        replacements.get(`${module.name} ${module.version}`) ?? replacements.get(module.name) ?? module,
    )
    .filter(({ version }) => version !== '');
}

/** Splits a go.mod into lines of words that each begin with their directive, those of blocks as well. */
function splitDirectives(text: string): readonly (readonly string[])[] {
  const lines = text
    .split('\n')
    .map((line) =>
      line
        .replace(/\/\/.*/, '')
        .split(/\s+/)
        .filter((word) => word !== ''),
    )
    .filter((words) => words.length > 0);
  let block: string | undefined;
  return lines.flatMap((words) => {
    const [first = '', second] = words;
    if (second === '(') {
      block = first;
      return [];
    }
    if (first === ')') {
      block = undefined;
      return [];
    }
    return [block === undefined ? words : [block, ...words]];
  });
}

/** `NAME [VERSION] => NAME [VERSION]`; a folder has no version. */
function readReplacement(words: readonly string[]): readonly [string, GoModule] {
  const arrow = words.indexOf('=>');
  const [name = '', version = ''] = words.slice(arrow + 1);
  return [words.slice(0, arrow).join(' '), { name, version }];
}
