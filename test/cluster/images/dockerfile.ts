/** One instruction of a Dockerfile, e.g. `COPY` with `--from=build /app/dist dist`. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A stage: what it is made from, its name, and the instructions after `FROM`. */
export interface Stage {
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** Splits the text of a Dockerfile into its stages. Comments go, continued lines are joined. */
export function parseDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const stages: (Stage & { readonly instructions: Instruction[] })[] = [];
  for (const line of lines) {
    const [name = '', ...rest] = line.split(' ');
    const stage = stages.at(-1);
    if (name === 'FROM') {
      const [base = '', as = '', called = ''] = rest.filter((word) => !word.startsWith('--'));
      stages.push({
        base,
        name: as.toUpperCase() === 'AS' ? called : String(stages.length),
        instructions: [],
      });
    } else if (stage === undefined) throw new Error(`The Dockerfile begins with ${name} instead of FROM.`);
    else stage.instructions.push({ name, text: rest.join(' ') });
  }
  return stages;
}

/** The words of an instruction that has them as a JSON list, the form that runs without a shell. */
export function wordsOf({ name, text }: Instruction): readonly string[] {
  const words: unknown = text.startsWith('[') ? JSON.parse(text) : undefined;
  if (Array.isArray(words)) return words.map(String);
  throw new Error(`${name} ${text}: only the form with a JSON list is replayed.`);
}

/** An image as a registry names it; https://docs.docker.com/reference/dockerfile/#from */
interface ImageReference {
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes apart `name:tag@digest`; a port in the name of a registry is no tag. */
export function parseImage(text: string): ImageReference {
  const [tagged = '', digest] = text.split('@');
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const [name, tag] = colon < 0 ? [tagged] : [tagged.slice(0, colon), tagged.slice(colon + 1)];
  return { name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** The images that the stages are made from, without those that are stages themselves. */
export function listBaseImages(stages: readonly Stage[]): readonly ImageReference[] {
  return stages
    .filter(({ base }, index) => !stages.slice(0, index).some(({ name }) => name === base))
    .map(({ base }) => parseImage(base));
}

/** Version of Node.js in the image that the last stage is made from, by its tag; throws where it does not say one. */
export function nodeVersion(stages: readonly Stage[]): string {
  const { name, tag = '' } = parseImage(stages.at(-1)?.base ?? '');
  const [version = ''] = tag.split('-');
  if (name === 'node' && version.split('.').length === 3) return version;
  throw new Error(`The last stage is made from ${name}:${tag}, which names no whole version of Node.js.`);
}
