import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const FOLDER = fileURLToPath(new URL('../fixtures/platforms/', import.meta.url));

/** A TracingPlatform that both the parser and the API server take. */
export interface AcceptedPlatform {
  readonly name: string;
  /** For `kubectl apply -f`. */
  readonly file: string;
  readonly object: unknown;
}

/** One that both refuse. */
export interface RefusedPlatform extends AcceptedPlatform {
  readonly path: string;
  /** How the sentence of the parser begins. */
  readonly says: string;
  /** What `kubectl apply` prints, in parts: path and sentence, but for what the API server says in its own words. */
  readonly kubectl: readonly string[];
  /** Whether the API server refuses it by itself, and not by what it hears from the webhook. */
  readonly isRefusedByDefinition: boolean;
}

/** The files of `test/fixtures/platforms/accepted`. */
export const acceptedPlatforms = (): readonly AcceptedPlatform[] => filesOf('accepted').map(acceptedIn);

/** The files of `test/fixtures/platforms/refused`; each says in a comment what is refused. */
export const refusedPlatforms = (): readonly RefusedPlatform[] => filesOf('refused').map(refusedIn);

const filesOf = (folder: string): readonly string[] =>
  readdirSync(`${FOLDER}${folder}`).map((name) => `${FOLDER}${folder}/${name}`);

const acceptedIn = (file: string): AcceptedPlatform => ({
  name: file.slice(FOLDER.length),
  file,
  object: parse(readFileSync(file, 'utf8')) as unknown,
});

function refusedIn(file: string): RefusedPlatform {
  const text = readFileSync(file, 'utf8');
  const [, path, says] = /^# refused: (\S+?): (.*)$/m.exec(text) ?? [];
  if (path === undefined || says === undefined)
    throw new Error(`${file} has no comment "# refused: PATH: SENTENCE"`);
  const kubectl = [...text.matchAll(/^# kubectl: (.+)$/gm)].map(([, part = '']) => part);
  return {
    ...acceptedIn(file),
    ...{ path, says },
    kubectl: kubectl.length === 0 ? [`${path}: `, says] : kubectl,
    isRefusedByDefinition: !text.includes('\n# told by: the webhook alone\n'),
  };
}
