import type { Operation } from '../../src/core/operation.js';
import { readEditableYaml, formatEditedYaml } from '../../src/yaml-edit/editable-yaml.js';
import { applyOperations } from '../../src/yaml-edit/apply-operations.js';

/** An edit of a text, and what comes of it. */
export interface EditCase {
  readonly name: string;
  readonly before: string;
  readonly operation: Operation;
  readonly after: string;
}

export const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`;

export const add = (path: string, value: unknown): Operation => ({ op: 'add', path, value });
export const replace = (path: string, value: unknown): Operation => ({ op: 'replace', path, value });
export const move = (from: string, path: string): Operation => ({ op: 'move', from, path });
export const remove = (path: string): Operation => ({ op: 'remove', path });

/** The text after operations on its first object. */
export function edited(text: string, ...operations: readonly Operation[]): string {
  const yaml = readEditableYaml(text, 'pod.yaml');
  if (!yaml.ok) throw new Error(JSON.stringify(yaml.error));
  const [object] = yaml.value.objects;
  if (object === undefined) throw new Error('no object');
  applyOperations(object.document, object.path, operations);
  const written = formatEditedYaml(yaml.value);
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  return written.value;
}
