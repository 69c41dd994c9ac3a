/** The instrumentations of an agent that no program can add to, and the variables that name some of them. */
export interface InstrumentationList {
  readonly names: readonly string[];
  /** What precedes a name in the name of its package. */
  readonly prefix: string;
  /** The variable that switches all off that it does not name. */
  readonly enabled: string;
  /** The variable that switches off what it names. */
  readonly disabled: string;
  /** Where the names were read. */
  readonly source: string;
}

/** The names in a list that an agent does not know, each once, as it reads them; blanks at the ends of names do not count. */
export function listUnknownNames({ names }: InstrumentationList, value: string): readonly string[] {
  const known = new Set(names);
  return [...new Set(splitNames(value))].filter((name) => !known.has(name));
}

/** The names in a list that an agent knows. */
export function listKnownNames({ names }: InstrumentationList, value: string): readonly string[] {
  const known = new Set(names);
  return splitNames(value).filter((name) => known.has(name));
}

const splitNames = (value: string): readonly string[] => value.split(',').map((name) => name.trim());
