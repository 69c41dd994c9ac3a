import { expect } from 'vitest';
import { EnvDraft } from '../../../../src/core/apply/env-draft.js';
import type { Operation } from '../../../../src/core/operation.js';
import type { EnvEdit } from '../../../../src/core/edits.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { refTo } from '../contexts.js';
import { played } from './played.js';

/** Variables and edits of one container in the few words that a table row has room for. */

const container = refTo('app');
const variable = (text: string): EnvVar => {
  const [name = '', ...value] = text.split('=');
  return { name, value: value.join('=') };
};
export const variables = (...texts: readonly string[]): readonly EnvVar[] => texts.map(variable);
export const fromSecret = (name: string): EnvVar => ({
  name,
  valueFrom: { secretKeyRef: { name: 's', key: 'k' } },
});

export const first = (text: string): EnvEdit => ({
  op: 'env-first',
  container,
  env: variable(text),
  origin: 'default',
});
export const other = (text: string, before?: string): EnvEdit => ({
  op: 'env-default',
  container,
  env: variable(text),
  origin: 'instrumentation',
  ...(before === undefined ? {} : { before }),
});
export const join = (name: string, parts: { before?: string; after?: string }, separator = ' '): EnvEdit => ({
  op: 'env-join',
  container,
  name,
  separator,
  origin: 'default',
  ...parts,
});
export const rename = (name: string, to: string): EnvEdit => ({ op: 'env-rename', container, name, to });
export const last = (name: string): EnvEdit => ({ op: 'env-last', container, name });

const shown = (env: readonly EnvVar[] | undefined): readonly string[] | undefined =>
  env?.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));

/** An operation on a list at `/env`: `add 1 X=1`, `replace 0/value 1`, `move 0 2`. */
function brief(operation: Operation): string {
  const at = operation.path.replace('/env', '').slice(1);
  if (operation.op === 'move') return `move ${operation.from.slice('/env/'.length)} ${at}`;
  if (!('value' in operation)) return `${operation.op} ${at}`;
  const { value } = operation;
  const text = typeof value === 'string' ? value : (shown([value as EnvVar]) ?? []).join('');
  return `${operation.op} ${at} ${text}`;
}

/** A name, the received list, edits, the resulting list, and the operations that make it. */
export type Row = readonly [
  string,
  readonly EnvVar[],
  readonly EnvEdit[],
  readonly string[],
  readonly string[],
];

/** Plays edits; tells the list and the operations, and checks that the operations make that list. */
export function edited(
  received: readonly EnvVar[],
  edits: readonly EnvEdit[],
): { list: unknown; operations: unknown } {
  const draft = new EnvDraft(received);
  for (const edit of edits) draft.apply(edit);
  const operations = draft.buildOperations('/env');
  expect(played({ env: received }, operations)).toEqual({ env: draft.buildResult() });
  return { list: shown(draft.buildResult()), operations: operations.map(brief) };
}
