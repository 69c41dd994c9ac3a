import { createHash } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../cluster/machine/command.js';
import type { Part } from './part.js';

export interface MavenFile {
  readonly name: string;
  readonly group: string;
  readonly artifact: string;
  readonly version: string;
  readonly classifier?: string;
  readonly sha256: string;
  /** What the file is called in its folder. */
  readonly file: string;
}

/** One jar of a Maven repository, which must have the digest that is written here. */
export function mavenFile({ name, group, artifact, version, classifier, sha256, file }: MavenFile): Part {
  const coordinates = [group, artifact, version, 'jar', ...(classifier === undefined ? [] : [classifier])];
  const downloaded = [artifact, version, ...(classifier === undefined ? [] : [classifier])].join('-');
  return {
    name,
    version,
    origin: { kind: 'maven', name: `${group}:${artifact}`, version },
    definition: [],
    needs: ['java', 'mvn'],
    recipe: `${coordinates.join(':')} ${sha256} ${file}`,
    make: (folder) => {
      run('mvn', [
        '--batch-mode',
        '--quiet',
        '--strict-checksums',
        'dependency:copy',
        `-Dartifact=${coordinates.join(':')}`,
        `-DoutputDirectory=${folder}`,
      ]);
      const path = join(folder, `${downloaded}.jar`);
      const found = createHash('sha256').update(readFileSync(path)).digest('hex');
      if (found !== sha256)
        throw new Error(`${coordinates.join(':')} has the SHA-256 ${found} instead of ${sha256}.`);
      renameSync(path, join(folder, file));
    },
  };
}
