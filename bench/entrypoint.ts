import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDockerfile, wordsOf } from '../test/cluster/images/dockerfile.js';
import { ROOT } from './pinned.js';

/**
 * The flags for Node.js in the ENTRYPOINT of a Dockerfile, so that what is measured runs as the image does. Throws when
 * there is no ENTRYPOINT in exec form that starts `node`. https://docs.docker.com/reference/dockerfile/#entrypoint
 */
export function entrypointFlags(dockerfile: string): readonly string[] {
  const instructions = parseDockerfile(dockerfile).flatMap((stage) => stage.instructions);
  const entrypoint = instructions.findLast(({ name }) => name === 'ENTRYPOINT');
  const [command, ...words] = entrypoint === undefined ? [] : wordsOf(entrypoint);
  if (command !== 'node') throw new Error('the Dockerfile has no line ENTRYPOINT ["node", ...]');
  const script = words.findIndex((word) => !word.startsWith('--'));
  return words.slice(0, script < 0 ? words.length : script);
}

/** Flags that the Node.js here may be too old for, and that do not change what is measured. */
const NEWER_FLAGS = ['--disable-sigusr1'];

/** The flags for Node.js with which the project's own image runs, as far as the Node.js here knows them. */
export const imageFlags = (): readonly string[] =>
  entrypointFlags(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).filter(
    (flag) => !NEWER_FLAGS.includes(flag) || process.allowedNodeEnvironmentFlags.has(flag),
  );
