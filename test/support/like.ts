import { expect } from 'vitest';

/** What `expect` has to say of a value that it is like something; its own types say `any` and thus let all else pass. */
interface Like {
  readonly any: (kind: unknown) => unknown;
  readonly arrayContaining: (some: unknown[]) => unknown;
  readonly closeTo: (value: number, digits?: number) => unknown;
  readonly objectContaining: (some: object) => unknown;
  readonly stringContaining: (some: string) => unknown;
  readonly stringMatching: (pattern: RegExp | string) => unknown;
  readonly not: Pick<Like, 'arrayContaining'>;
}

export const like = expect as Like;
