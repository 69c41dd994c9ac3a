import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Pod } from '../../src/core/kubernetes/pod.js';

/** One case as README.md describes it; `folder` holds its files. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly namespace: string;
  /** Languages that the case needs beyond the default ones. */
  readonly languages: readonly string[];
}

/** Every folder below `root` that is a case, by name; none where `root` is absent or no folder. */
export function casesIn(root: string | undefined): readonly Case[] {
  return root === undefined ? [] : foldersIn(root).map(readCase);
}

/** One JSON file of a case. */
export function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
}

/** The pod that a case submits. */
export const podOf = ({ folder }: Case): Pod => readJson(folder, 'pod.json') as Pod;

/** The file that stands for the cluster of a case; the webhook reads it as its context. */
export const contextOf = ({ folder }: Case): string => join(folder, 'cluster.json');

function readCase(folder: string): Case {
  const { namespace, languages = [] } = readJson(folder, 'case.json') as {
    namespace: string;
    languages?: readonly string[];
  };
  return { name: basename(folder), folder, namespace, languages };
}

function foldersIn(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(root, name))
      .sort();
  } catch {
    return [];
  }
}
