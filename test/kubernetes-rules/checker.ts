import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';

/** What the rules say of a pod. */
export interface Verdict {
  /** The pod as webhooks see it: with its defaults, and what mutating plugins add; absent where it cannot be read. */
  readonly pod?: unknown;
  /** Each with the rule that it comes from; none where the pod is taken. */
  readonly refusals: readonly string[] | null;
  readonly class?: string;
  /** What the pod counts for in a ResourceQuota. */
  readonly usage?: Readonly<Record<string, string>>;
  /** What the scheduler looks for on a node. */
  readonly requests?: Readonly<Record<string, string>>;
  /** LimitRanges as the API server stores them. */
  readonly limitRanges?: readonly unknown[];
}

/** The program that asks the code of Kubernetes. */
export const RULES = join(folderOf(CATALOG['kubernetes-rules']), 'kubernetes-rules');

/** A pod, a patch and a cluster, as JSON texts: integers stay as they are written. */
export interface Question {
  readonly pod: string;
  readonly patch?: string;
  readonly cluster: string;
}

/** Asks about many pods at once; answers are in the order of the questions. */
export function askRules(questions: readonly Question[]): readonly Verdict[] {
  const input = questions
    .map(({ pod, patch, cluster }) => {
      const asked = patch === undefined ? '' : `,"patch":${patch}`;
      return `{"pod":${pod}${asked},"cluster":${cluster}}\n`;
    })
    .join('');
  const { stdout, stderr, status, error } = spawnSync(RULES, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`The rules ended with ${status ?? 'a signal'}: ${stderr}`);
  const verdicts = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Verdict);
  if (verdicts.length !== questions.length)
    throw new Error(`${questions.length} questions have ${verdicts.length} answers: ${stderr}`);
  return verdicts;
}
